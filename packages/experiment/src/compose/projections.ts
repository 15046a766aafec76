import { SharingStrategy, type Matrix, type Modality, type Projections } from '@alignclip/core';
import { Parameters } from '@alignclip/nn';
import type { Run } from './compose';

/** Where a tower's linear projection lies; undefined where a head, an MLP, a bias or nothing stands in its place. */
export async function projectionAddress(run: Run, modality: Modality): Promise<string | undefined> {
  if (run.composition.config.head !== undefined) return undefined;
  const [parameters, sharing] = [await run.get(Parameters), await run.get(SharingStrategy)];
  const shapes = new Map([...parameters.entries()].map(([address, { shape }]) => [address, shape]));
  const address = sharing.locate(modality, 'projection');
  return shapes.get(address)?.length === 2 && !shapes.has(sharing.locate(modality, 'projection-bias'))
    ? address
    : undefined;
}

/** The projections of both towers; undefined where one of them has none. */
export async function projectionsOf(run: Run): Promise<Projections | undefined> {
  const [image, text] = [await matrixOf(run, 'image'), await matrixOf(run, 'text')];
  return image && text && { image, text };
}

async function matrixOf(run: Run, modality: Modality): Promise<Matrix | undefined> {
  const address = await projectionAddress(run, modality);
  if (address === undefined) return undefined;
  const variable = new Map((await run.get(Parameters)).entries()).get(address)!;
  const [rows, columns] = variable.shape as [number, number];
  return { rows, columns, values: Float32Array.from(variable.dataSync()) };
}
