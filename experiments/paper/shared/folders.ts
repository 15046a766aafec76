import { UserError, z } from 'alignclip';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const schema = z.strictObject({
  /** Files `stsb-test.tsv`, `sick-test.tsv`, `sts12.tsv` … of the evaluator `sts`. */
  sts: z.string().min(1).optional(),
});
export type Folders = z.output<typeof schema>;

/** `ALIGNCLIP_FOLDERS` names a JSON file that says where real data lie; paths in it are relative to the file. */
export const folders: Folders = readFolders(process.env['ALIGNCLIP_FOLDERS']);

function readFolders(file: string | undefined): Folders {
  if (file === undefined || file === '') return {};
  try {
    const read = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return Object.fromEntries(Object.entries(read).map(([name, path]) => [name, resolve(dirname(file), path ?? '')]));
  } catch (error) {
    throw new UserError(`folders file "${file}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
