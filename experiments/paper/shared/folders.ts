import { publishedData, UserError, z } from 'alignclip';
import { readFileSync } from 'node:fs';

/** A reader with its options, as in an experiment: `{ "type": "cifar", "options": { "files": "cifar-10-batches-py" } }`. */
const reader = { type: z.string().min(1), options: z.record(z.string(), z.json()) };
const set = z.strictObject({
  ...reader,
  /** The split that is measured. */
  split: z.string().min(1).default('test'),
  /** The training split of the linear probe and of fine-tuning. */
  train: z.string().min(1).optional(),
  /** Its classes, for zero-shot classification and linear probe; without classes, captions are retrieved. */
  classSet: z.string().min(1).optional(),
});
const schema = z.strictObject({
  /** Files `stsb-test.tsv`, `sick-test.tsv`, `sts12.tsv` … of the evaluator `sts`. */
  sts: z.string().min(1).optional(),
  /** The training set: its split `train`. */
  training: z.strictObject(reader).optional(),
  /** The test sets, by the paper's names. */
  sets: z.partialRecord(z.enum(publishedData), set).default({}),
});
export type Folders = z.output<typeof schema>;
export type RealSet = z.output<typeof set>;

/** `ALIGNCLIP_FOLDERS` names a JSON file with the paths of real data, relative to the current folder. */
export const folders: Folders = readFolders(process.env['ALIGNCLIP_FOLDERS']);

export function readFolders(file: string | undefined): Folders {
  if (file === undefined || file === '') return { sets: {} };
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UserError(`folders file "${file}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
