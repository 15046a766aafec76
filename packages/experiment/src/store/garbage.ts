import { inspectSafetensors, keptHash, keptName } from '@alignclip/formats';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { diskUse } from './list-runs';
import { checkpointPath, type RunStore } from './run-store';

/** What identifies a cell and its training. */
export interface KeptCell {
  readonly variant: string;
  readonly seed: number;
  readonly key: string;
  readonly trainingKey: string;
}

/** A file or folder in a run store that no cell refers to. */
export interface Garbage {
  readonly path: string;
  readonly bytes: number;
}

/** What garbage collection considers in each part of a store: only names that a run store gives. */
const parts = {
  records: /^[a-z0-9-]*seed-?\d+-[0-9a-f]{12}\.json$/,
  started: /^[a-z0-9-]*seed-?\d+-[0-9a-f]{12}\.json$/,
  tensorboard: /^[a-z0-9-]*seed-?\d+-[0-9a-f]{12}$/,
  checkpoints: /^([0-9a-f]{24}|kept-[0-9a-f]{64})\.safetensors$/,
};

/** Records, checkpoints with their frozen weights, event files and markers of started cells that none of the cells refers to. */
export async function findGarbage(store: RunStore, kept: readonly KeptCell[]): Promise<Garbage[]> {
  const { folder } = store;
  const names = new Set(kept.map(({ variant, seed, key }) => store.runName(variant, seed, key)));
  const checkpoints = new Set(kept.map(({ trainingKey }) => basename(checkpointPath(folder, trainingKey))));
  for (const name of [...checkpoints])
    checkpoints.add((await frozenWeightsOf(join(folder, 'checkpoints', name))) ?? name);
  return Object.entries(parts).flatMap(([part, pattern]) =>
    filesIn(join(folder, part))
      .filter((name) => pattern.test(name))
      .filter((name) => !checkpoints.has(name) && !names.has(name.replace(/\.json$/, '')))
      .map((name) => ({ path: join(folder, part, name), bytes: diskUse(join(folder, part, name)) })),
  );
}

/** The name of the file with the frozen weights of a checkpoint, if it has one. */
async function frozenWeightsOf(checkpoint: string): Promise<string | undefined> {
  if (!existsSync(checkpoint)) return undefined;
  try {
    const hash = keptHash((await inspectSafetensors(checkpoint)).metadata);
    return hash && keptName(hash);
  } catch {
    return undefined; // a corrupt one is trained again
  }
}

export function removeGarbage(garbage: readonly Garbage[]): void {
  for (const { path } of garbage) rmSync(path, { recursive: true, force: true });
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
