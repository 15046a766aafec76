import { textTransformer, visionTransformer } from '@alignclip/encoders';
import {
  cellsOf,
  type Change,
  experimentOf,
  type ExperimentDefinition,
  runCell,
  RunStore,
} from '@alignclip/experiment';
import { tinyBase, tinyExperiment } from '@alignclip/experiment/testing';
import { trainer } from '@alignclip/training';
import { join } from 'node:path';

/** Towers of one block as wide as `width`, trained for two steps on small images of shapes. */
export function tinyDefinition(width: number, base: Change, variants: Readonly<Record<string, Change>>) {
  const tower = { width, layers: 1, embeddingWidth: 8 };
  return tinyExperiment({
    base: {
      ...tinyBase,
      imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
      textEncoder: textTransformer(tower),
      trainer: trainer({ steps: 2, batchSize: 8 }),
      ...base,
    },
    variants,
  });
}

/** Runs every cell, with its records in `<folder>/tiny`. */
export async function runAllCells(definition: ExperimentDefinition, folder: string): Promise<void> {
  const store = new RunStore(join(folder, definition.name));
  const experiment = { ...experimentOf(definition), store };
  for (const cell of cellsOf(definition)) await runCell(experiment, cell, 'quick');
}
