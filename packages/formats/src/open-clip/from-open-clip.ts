import { UserError } from '@alignclip/core';
import { float32Tensor, toFloat32, type StoredTensor } from '../stored-tensor';
import { checkNames } from './check-names';
import { checkValues } from './check-values';
import { toOurs } from './layout';
import { kindOf, sizeOf, type ModelSize, type OpenClipKind, type StateDict } from './model-size';
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
 * half precisions are widened. Throws UserError listing names that are missing or unexpected, and naming shapes that don't
 * match, numbers that are not finite and a logit scale that is not ln(1/τ).
 */
export function fromOpenClip(stateDict: StateDict): ImportedModel {
  const named = officialNames(stateDict);
  const kind = kindOf(named);
  const size = sizeOf(named, kind);
  const table = parameterTable(size);
  const known = new Set(table.map(({ official }) => official));
  const unused = [...named.keys()].filter((name) => !known.has(name) && isHarmless(name));
  const used = [...named.keys()].filter((name) => !unused.includes(name));
  checkNames('the checkpoint', used, known);
  const parameters = toAddresses(named, table);
  checkValues(used.map((name) => [name, named.get(name)!]));
  return { parameters, kind, size, unused, table };
}

/**
 * Tensors named and laid out as PyTorch's parameters, under our addresses and in our layout: the parameters
 * themselves, or an optimizer's state for each. Names outside the table are left out.
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

/** Throws UserError on another shape; a scalar may also be stored as [1]. */
export function checkShape(name: string, { shape }: StoredTensor, expected: readonly number[]): void {
  const isScalar = expected.length === 0 && shape.length === 1 && shape[0] === 1;
  if (!isScalar && shape.join() !== expected.join()) {
    throw new UserError(
      `parameter "${name}" has shape [${shape.join(', ')}], the other parameters need [${expected.join(', ')}]`,
    );
  }
}

/** Prefixes that data-parallel training and torch.compile put before every name. */
const wrappers = /^(?:module\.|_orig_mod\.)+/;

/** In the state dict of some models or versions, but not used by the towers. */
const harmless =
  /^(?:text\.text_projection|(?:text\.)?attn_mask|logit_bias|input_resolution|context_length|vocab_size)$/;

/** True for names that can be left out without changing an embedding; callers keep names of the model's table. */
const isHarmless = (name: string): boolean => harmless.test(name);

/**
 * The names of open_clip's CLIP or AlignCLIP's SharedCLIP: prefixes of wrappers are removed, and a CustomTextCLIP's text
 * tower gets its names in CLIP. Throws UserError where two names become one.
 */
function officialNames(stateDict: StateDict): StateDict {
  const plain = [...stateDict].map(([name, tensor]) => [name.replace(wrappers, ''), tensor] as const);
  const isCustomText =
    plain.some(([name]) => name === 'visual.proj') && plain.some(([name]) => name === 'text.token_embedding.weight');
  const renamed = new Map<string, (typeof plain)[number][1]>();
  for (const [name, tensor] of plain) {
    const official = isCustomText ? name.replace(/^text\./, '') : name;
    if (renamed.has(official)) throw new UserError(`the checkpoint has two parameters for "${official}"`);
    renamed.set(official, tensor);
  }
  return renamed;
}
