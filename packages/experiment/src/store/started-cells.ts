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
