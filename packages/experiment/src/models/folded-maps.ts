import { UserError, type Matrix, type Modality, type Spec } from '@alignclip/core';
import { float32Tensor, type StoredTensor } from '@alignclip/formats';
import { projectionAddress } from '../compose/projections';
import { mappedModel, mapsOf } from './mapped-model';
import { storedWeights, type Weights } from './exported-model';
import type { OpenedModel } from './open-run';

/**
 * The weights with a model's own maps, and then others, folded into its projections: norm(f P) M and length 1 again is
 * norm(f (P M)). Throws UserError where a map is no matrix, a tower has no linear projection, or both towers share one that
 * the maps change differently.
 */
export async function foldedMaps(opened: OpenedModel, others: readonly Spec<'maps'>[]): Promise<Weights> {
  const weights = await storedWeights(opened.run);
  const maps = await mapsOf(opened, [...(opened.config.maps ?? []), ...others]);
  if (maps.length === 0) return weights;
  const { fitted } = await mappedModel(opened, others);
  const folded = new Map(weights);
  for (const modality of ['image', 'text'] as const) {
    const address = await projectionAddress(opened.run, modality);
    const projection = address === undefined ? undefined : weights.get(address);
    if (address === undefined || projection === undefined)
      throw new UserError(`map "${maps[0]!.name}": the ${modality} tower has no linear projection to fold it into`);
    const [rows, columns] = projection.shape as [number, number];
    let product: Matrix = { rows, columns, values: projection.data as Float32Array };
    maps.forEach(({ name }, at) => {
      const map = fitted[at]!;
      if (map.kind === 'scores') throw new UserError(`map "${name}" changes scores, so no weights can hold it`);
      if (map.linear === undefined) throw new UserError(`map "${name}": ${notLinear}`);
      product = times(product, map.linear(modality));
    });
    const before = folded.get(address)!;
    const after = float32Tensor([product.rows, product.columns], product.values);
    if (before !== projection && !isEqual(before, after))
      throw new UserError(
        `map "${maps[0]!.name}": both towers share the projection "${address}", and it changes ${otherOf(modality)}s and ${modality}s differently`,
      );
    folded.set(address, after);
  }
  return folded;
}

const notLinear =
  'it adds an offset to rows of length 1, which no projection before that length can do, so it cannot be exported; alignclip embed writes mapped rows';

const otherOf = (modality: Modality): Modality => (modality === 'image' ? 'text' : 'image');

const isEqual = (a: StoredTensor, b: StoredTensor): boolean =>
  (a.data as Float32Array).every((value, at) => value === (b.data as Float32Array)[at]);

function times(a: Matrix, b: Matrix): Matrix {
  const values = new Float32Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i += 1)
    for (let j = 0; j < b.columns; j += 1) {
      let sum = 0;
      for (let k = 0; k < a.columns; k += 1) sum += a.values[i * a.columns + k]! * b.values[k * b.columns + j]!;
      values[i * b.columns + j] = sum;
    }
  return { rows: a.rows, columns: b.columns, values };
}
