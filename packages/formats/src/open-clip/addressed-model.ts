import type { StoredTensor } from '../stored-tensor';
import { checkNames } from './check-names';
import { checkShape } from './from-open-clip';
import { formOf, shapesOf, type ModelForm } from './model-form';
import { ParameterShapes } from './parameter-shapes';

type Parameters = ReadonlyMap<string, StoredTensor>;

/** True where the names are our addresses, not those of a state dict. */
export const isAddressed = (names: Iterable<string>): boolean =>
  [...names].some((name) => /^(?:parameters\/)?image\/./.test(name));

/** The parameters by address: towers and logit scale of a run's checkpoint, or all tensors of any other file. */
export function parametersOf(tensors: Parameters): Map<string, StoredTensor> {
  const own = [...tensors].flatMap(([name, tensor]) => {
    const [, address] = /^parameters\/((?:image|text|shared)\/.+|logit-scale)$/.exec(name) ?? [];
    return address === undefined ? [] : [[address, tensor] as const];
  });
  return new Map(own.length > 0 ? own : tensors);
}

/**
 * The form of a CLIP or SharedCLIP whose parameters are named by address. Throws UserError where an address is missing
 * or unexpected (e.g. in a partly shared model), or its shape doesn't match the others.
 */
export function formByAddress(parameters: Parameters): ModelForm {
  const kind = parameters.has('shared/projection') ? 'sharedclip' : 'clip';
  const shapes = new ParameterShapes(new Map([...parameters].map(([address, { shape }]) => [address, shape])));
  const form = formOf(shapes, kind);
  const wanted = shapesOf(form);
  checkNames('the file', parameters.keys(), wanted.keys());
  for (const [address, shape] of wanted) checkShape(address, parameters.get(address)!, shape);
  return form;
}
