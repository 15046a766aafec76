import type { Optimizer, Tensor, Variable } from '@alignclip/core';
import { KeptTensors, type StoredTensor } from '@alignclip/formats';
import type { ParameterStore } from '@alignclip/nn';
import type { WeightAverage } from '../weight-average';

/** What a checkpoint holds of a run. */
export interface Trained {
  readonly parameters: ParameterStore;
  readonly optimizer: Optimizer;
  readonly average?: WeightAverage | undefined;
}

/** The weights that evaluation uses: the averaged ones where a run averages. */
export const PARAMETERS = 'parameters/';
/** Frozen weights of fewer bytes stay in each checkpoint. */
const fewBytes = 2 ** 20;

/** The frozen weights of a run, which its checkpoints and those of other runs have in one file beside them. */
export interface FrozenWeights {
  readonly addresses: ReadonlySet<string>;
  readonly kept: KeptTensors;
}

/** Call it when the weights have their initial values; undefined where there are few, or averaged ones. */
export function frozenWeights({ parameters, average }: Trained): FrozenWeights | undefined {
  const isFrozen = ([address, { trainable }]: [string, Variable]) => !trainable && !parameters.isState(address);
  const frozen = average ? [] : [...parameters.entries()].filter(isFrozen);
  if (frozen.reduce((bytes, [, { size }]) => bytes + size * 4, 0) < fewBytes) return undefined;
  const kept = new KeptTensors(() => new Map(named(PARAMETERS, frozen)));
  return { addresses: new Set(frozen.map(([address]) => address)), kept };
}

export const named = (folder: string, values: Iterable<[string, Tensor]>) =>
  Array.from(values, ([address, value]) => [`${folder}${address}`, stored(value)] as const);

export function stored(tensor: Tensor): StoredTensor {
  const data = tensor.dataSync();
  return tensor.dtype === 'int32'
    ? { dtype: 'I32', shape: tensor.shape, data: Int32Array.from(data) }
    : { dtype: 'F32', shape: tensor.shape, data: data as Float32Array };
}
