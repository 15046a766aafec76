import { removeHalfWritten, writeFileAtomic, inspectSafetensors } from '@alignclip/formats';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const startedCell = z.strictObject({
  experiment: z.string(),
  variant: z.string(),
  seed: z.number().int(),
  profile: z.string(),
  key: hash,
  trainingKey: hash,
  startedAt: z.string(),
});

/** A cell that has begun and has no record yet. */
export type StartedCell = z.infer<typeof startedCell>;

/** The cells that were begun in a run store's folder and not finished, one small file each. */
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

  /** By name; files that can't be read are left out: a cell that goes on writes its file anew. */
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

/** Steps that a checkpoint holds; 0 where there is none, or none that can be read. */
export async function trainedSteps(checkpoint: string): Promise<number> {
  if (!existsSync(checkpoint)) return 0;
  try {
    const { metadata } = await inspectSafetensors(checkpoint);
    return training.parse(JSON.parse(metadata['training'] ?? '')).step;
  } catch {
    return 0; // the cell itself says what is wrong with it
  }
}
