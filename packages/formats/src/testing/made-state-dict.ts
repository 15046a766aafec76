import type { ModelSize } from '../open-clip/model-size';
import { parameterTable } from '../open-clip/parameter-table';
import { elementCount, float32Tensor, type StoredTensor } from '../stored-tensor';

const tower = { width: 4, layers: 2, mlpWidth: 10, mlpRatio: 2.5 };

export const madeSize = (kind: ModelSize['kind']): ModelSize => ({
  kind,
  embeddingWidth: 3,
  image: { ...tower, patchSize: 2, imageSize: 6 },
  text:
    kind === 'clip'
      ? { ...tower, width: 6, layers: 3, mlpWidth: 24, mlpRatio: 4, contextLength: 5, vocabularySize: 7 }
      : { ...tower, contextLength: 5, vocabularySize: 7 },
});

/** A state dict as in PyTorch, every number different. */
export function madeStateDict(kind: ModelSize['kind']): Map<string, StoredTensor> {
  let next = 0;
  const valuesOf = (shape: readonly number[]) => Float32Array.from({ length: elementCount(shape) }, () => (next += 1));
  const rows = parameterTable(madeSize(kind));
  return new Map(rows.map(({ official, shape }) => [official, float32Tensor(shape, valuesOf(shape))] as const));
}
