import { UserError } from '@alignclip/core';
import { elementCount, float32Tensor, toFloat32, type StoredTensor } from '../stored-tensor';
import { checkNames } from './check-names';
import { checkValues } from './check-values';
import { layoutOf } from './file-layout';
import { officialShape, ourShape, rankOf, toOurs, type Layout } from './layout';
import { formOf, shapesOf, type ModelForm } from './model-form';
import type { Naming, StateDict } from './naming';
import type { Told } from './told';
import { ParameterShapes, type Shape, type Wording } from './parameter-shapes';

/** One parameter: its name in PyTorch's state dict, our address, and its layout and shape in PyTorch. */
export interface ParameterRow {
  readonly official: string;
  readonly address: string;
  readonly layout: Layout;
  readonly shape: Shape;
}

export interface ImportedModel {
  /** Our parameters by address, all 32-bit floats. */
  readonly parameters: Map<string, StoredTensor>;
  readonly form: ModelForm;
  /** What the weights don't tell, as the code has it that such files are of. */
  readonly usual: Told;
  /** Names in the state dict that no embedding depends on. */
  readonly unused: string[];
  /** The names of each parameter on both sides. */
  readonly table: readonly ParameterRow[];
}

/**
 * The parameters of an open_clip model or an AlignCLIP SharedCLIP under our addresses. Names may carry `module.`;
 * half precisions are widened. Throws UserError listing names that are missing or unexpected, and naming shapes that don't
 * match, numbers that are not finite and a logit scale that is not ln(1/τ).
 */
export function fromOpenClip(stateDict: StateDict): ImportedModel {
  const bare = withoutWrappers(stateDict);
  const { kind, naming, prepare, usual } = layoutOf([...bare.keys()]);
  const named = prepare(bare);
  const form = formOf(addressedShapes(named, naming), kind);
  const table = parameterTable(form, naming);
  const known = new Set(table.map(({ official }) => official));
  const unused = [...named.keys()].filter((name) => !known.has(name) && isHarmless(name));
  const used = [...named.keys()].filter((name) => !unused.includes(name));
  checkNames('the checkpoint', used, known);
  const parameters = toAddresses(named, table);
  checkValues(used.map((name) => [name, named.get(name)!]));
  return { parameters, form, usual: usual(form, bare), unused, table };
}

/** All parameters of a model of this form. Throws UserError where one has no name. */
export const parameterTable = (form: ModelForm, naming: Naming): ParameterRow[] =>
  [...shapesOf(form)].map(([address, shape]) => {
    const named = naming.officialOf(address);
    if (named === undefined) throw new UserError(`files of this kind have no name for parameter "${address}"`);
    const { name, layout } = named;
    return { official: name, address, layout, shape: officialShape(shape, layout) };
  });

/** The shapes in our layout of all parameters that have an address. Throws UserError on a wrong rank. */
function addressedShapes(stateDict: StateDict, naming: Naming): ParameterShapes {
  const wording: Wording = {
    noun: 'the checkpoint',
    nameOf: (address) => naming.officialOf(address)?.name ?? address,
  };
  const shapes = new Map<string, Shape>();
  for (const [official, { shape }] of stateDict) {
    const named = naming.addressOf(official);
    if (named === undefined) continue;
    const rank = rankOf(named.layout);
    if (rank !== undefined && (shape.length !== rank || elementCount(shape) === 0))
      throw new UserError(
        `parameter "${official}" has shape [${shape.join(', ')}], expected ${rank} dimensions above 0`,
      );
    shapes.set(named.name, ourShape(shape, named.layout));
  }
  return new ParameterShapes(shapes, wording);
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
export function checkShape(name: string, { shape }: StoredTensor, expected: Shape): void {
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
  /^(?:text_decoder\..*|text\.transformer\.embeddings\.(?:position_ids|token_type_ids)|text\.text_projection|(?:text\.)?attn_mask|logit_bias|input_resolution|context_length|vocab_size|visual\..*\.num_batches_tracked)$/;

/** True for names that can be left out without changing an embedding; callers keep names of the model's table. */
const isHarmless = (name: string): boolean => harmless.test(name);

/** Without prefixes of wrappers. Throws UserError where two names become one. */
function withoutWrappers(stateDict: StateDict): StateDict {
  const plain = new Map<string, StoredTensor>();
  for (const [name, tensor] of stateDict) {
    const official = name.replace(wrappers, '');
    if (plain.has(official)) throw new UserError(`the checkpoint has two parameters for "${official}"`);
    plain.set(official, tensor);
  }
  return plain;
}
