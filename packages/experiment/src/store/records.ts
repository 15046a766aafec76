import { contentHash, messageOf, type RunRecord, runRecordSchema, slipsOf } from '@alignclip/core';
import { duplicateKey, inspectSafetensors, removeHalfWritten, writeFileAtomic } from '@alignclip/formats';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface ReadRecords {
  readonly records: RunRecord[];
  /** One line per unusable file: `path: what is wrong`. */
  readonly problems: string[];
}

/** Every `.json` file of a folder as a record, in the order of names; none if the folder is missing. Of two files with the same key the first one counts. */
export const readRecords = (folder: string): ReadRecords => readEach(folder, (record) => record);

/** The same with only the needed part of each record kept: a folder of records may be large. */
export function readEach<Kept>(folder: string, keep: (record: RunRecord) => Kept) {
  const byKey = new Map<string, { readonly path: string; readonly record: Kept }>();
  const problems: string[] = [];
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (!name.endsWith('.json')) continue;
    const path = join(folder, name);
    const read = readRecord(path);
    const known = 'problem' in read ? undefined : byKey.get(read.key);
    if ('problem' in read) problems.push(`${path}: ${read.problem}`);
    else if (known) problems.push(`${path}: ignored: it has the same key as ${known.path}`);
    else byKey.set(read.key, { path, record: keep(read) });
  }
  return { records: [...byKey.values()].map(({ record }) => record), problems };
}

/** Far above any real record; a larger file is not read. */
const maxBytes = 64 * 2 ** 20;

/** The record in a file, or what is wrong with the file; everything in it is validated first. */
export function readRecord(path: string): RunRecord | { readonly problem: string } {
  try {
    const size = statSync(path);
    if (!size.isFile()) return { problem: 'not a file' };
    if (size.size === 0) return { problem: 'empty: 0 bytes' };
    if (size.size > maxBytes) return { problem: `${size.size} bytes, more than the maximum of ${maxBytes}` };
    return parseRecord(readFileSync(path, 'utf8'));
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** A record's file: JSON with a checksum of its values, whatever their layout and order. */
export function formatRecord(record: RunRecord): string {
  const content = runRecordSchema.parse(record);
  return `${JSON.stringify({ ...content, checksum: contentHash(content) }, null, 1)}\n`;
}

/** Records of older versions have no checksum; a name that is nearly its name is the checksum of a changed file. */
function isChanged(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) return false;
  if (!('checksum' in content)) return slipsOf('checksum', Object.keys(content)).length > 0;
  const { checksum, ...rest } = content;
  return checksum !== contentHash(rest);
}

function parseRecord(text: string): RunRecord | { readonly problem: string } {
  const content = JSON.parse(text) as unknown;
  const parsed = runRecordSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `field "${issue?.path.join('.')}": ${issue?.message}` };
  }
  const twice = duplicateKey(text);
  if (twice !== undefined) return { problem: `field "${twice}" occurs twice` };
  if (isChanged(content)) {
    return {
      problem: 'corrupt: its values do not match its checksum; if you changed them, remove the field "checksum"',
    };
  }
  return parsed.data;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const startedCell = z.strictObject({
  experiment: z.string(),
  variant: z.string(),
  seed: z.number().int(),
  fold: z.number().int().optional(),
  profile: z.string(),
  key: hash,
  trainingKey: hash,
  startedAt: z.string(),
});

/** A cell that was started and has no record yet. */
export type StartedCell = z.infer<typeof startedCell>;

/** The unfinished cells that were started in a run store's folder, one small file each. */
export class StartedCells {
  private readonly folder: string;

  constructor(store: string) {
    this.folder = join(store, 'started');
  }

  async add(name: string, cell: StartedCell): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    await writeFileAtomic(this.pathOf(name), JSON.stringify(cell));
  }

  remove(name: string): void {
    rmSync(this.pathOf(name), { force: true });
    removeHalfWritten(this.pathOf(name));
  }

  /** By name; unreadable files are left out: a resumed cell writes its file again. */
  read(): Map<string, StartedCell> {
    const names = existsSync(this.folder) ? readdirSync(this.folder).filter((name) => /^[^.].*\.json$/.test(name)) : [];
    return new Map(
      names.sort().flatMap((file): [string, StartedCell][] => {
        const cell = readCell(join(this.folder, file));
        return cell === undefined ? [] : [[file.slice(0, -'.json'.length), cell]];
      }),
    );
  }

  pathOf(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

function readCell(path: string): StartedCell | undefined {
  try {
    return startedCell.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

const training = z.object({ step: z.number().int().min(0) });

/** Finished steps in a checkpoint; 0 if it is missing or unreadable. */
export async function trainedSteps(checkpoint: string): Promise<number> {
  if (!existsSync(checkpoint)) return 0;
  try {
    const { metadata } = await inspectSafetensors(checkpoint);
    return training.parse(JSON.parse(metadata['training'] ?? '')).step;
  } catch {
    return 0; // the cell itself reports what is wrong with the file
  }
}
