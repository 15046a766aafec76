import { layoutFor } from '../open-clip/file-layout';
import { parameterTable } from '../open-clip/from-open-clip';
import type { ModelForm, ModelKind } from '../open-clip/model-form';
import { elementCount, float32Tensor, type StoredTensor } from '../stored-tensor';
import { clipForm, type ClipForm } from './clip-form';

const tower = { width: 4, layers: 2, mlpWidth: 10, mlpRatio: 2.5 };

/** A CLIP a few numbers wide. */
export const madeForm = (kind: ModelKind): ClipForm =>
  clipForm({
    kind,
    embeddingWidth: 3,
    image: { ...tower, patchSize: 2, imageSize: 6 },
    text: {
      ...(kind === 'clip' ? { width: 6, layers: 3, mlpWidth: 24, mlpRatio: 4 } : tower),
      contextLength: 5,
      vocabularySize: 7,
    },
  });

/** A state dict as in PyTorch, every number different. */
export function madeStateDict(kind: ModelKind, form: ModelForm = madeForm(kind)): Map<string, StoredTensor> {
  let next = 0;
  const valuesOf = (shape: readonly number[]) => Float32Array.from({ length: elementCount(shape) }, () => (next += 1));
  const rows = parameterTable(form, layoutFor(form).naming);
  return new Map(rows.map(({ official, shape }) => [official, float32Tensor(shape, valuesOf(shape))] as const));
}
