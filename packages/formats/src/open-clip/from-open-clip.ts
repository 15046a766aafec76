import { UserError } from '@alignclip/core';

import { float32Tensor, toFloat32, type StoredTensor } from '../stored-tensor';
import { checkNames } from './check-names';
import { toOurs } from './layout';
import { kindOf, sizeOf, type ModelSize, type OpenClipKind, type StateDict } from './model-size';
import { isHarmless, officialNames } from './official-names';
import { parameterTable, type ParameterRow } from './parameter-table';

export interface ImportedModel {
  /** Our parameters by address, all 32-bit floats. */
  readonly parameters: Map<string, StoredTensor>;
  readonly kind: OpenClipKind;
  readonly size: ModelSize;
  /** Names in the state dict that no embedding depends on. */
  readonly unused: string[];
  /** The names of each parameter on both sides. */
  readonly table: readonly ParameterRow[];
}

/**
 * The parameters of an open_clip CLIP or an AlignCLIP SharedCLIP under our addresses. Names may carry `module.`;
 * half precisions are widened. Throws UserError listing names that are missing, that the model has no place for,
 * or whose shape doesn't fit the others.
 */
export function fromOpenClip(stateDict: StateDict): ImportedModel {
  const named = officialNames(stateDict);
  const kind = kindOf(named);
  const size = sizeOf(named, kind);
  const table = parameterTable(size);
  const known = new Set(table.map(({ official }) => official));
  const unused = [...named.keys()].filter((name) => !known.has(name) && isHarmless(name));
  checkNames(
    'the checkpoint',
    [...named.keys()].filter((name) => !unused.includes(name)),
    known,
  );
  return { parameters: toAddresses(named, table), kind, size, unused, table };
}

/**
 * Tensors named and laid out as PyTorch's parameters, under our addresses and in our layout: the parameters
 * themselves, or what an optimizer keeps for each. Names outside the table are left out.
 */
export function toAddresses(tensors: StateDict, table: readonly ParameterRow[]): Map<string, StoredTensor> {
  const converted = new Map<string, StoredTensor>();
  for (const { official, address, layout, shape } of table) {
    const tensor = tensors.get(official);
    if (tensor === undefined) continue;
    checkShape(official, tensor, shape);
    const ours = toOurs({ shape, data: toFloat32(tensor) }, layout);
    converted.set(address, float32Tensor(ours.shape, ours.data));
  }
  return converted;
}

/** A scalar may also be stored as [1]. */
export function checkShape(name: string, { shape }: StoredTensor, expected: readonly number[]): void {
  const isScalar = expected.length === 0 && shape.length === 1 && shape[0] === 1;
  if (!isScalar && shape.join() !== expected.join()) {
    throw new UserError(
      `parameter "${name}" has shape [${shape.join(', ')}], the rest of the model needs [${expected.join(', ')}]`,
    );
  }
}
