import { UserError } from '@alignclip/core';
import { float32Tensor, toFloat32, type StoredTensor } from '../stored-tensor';
import { layoutFor } from './file-layout';
import { checkShape, parameterTable } from './from-open-clip';
import { ourShape, toOfficial } from './layout';
import { formOf, shapesOf, toldForm, type ModelForm, type ModelKind } from './model-form';
import { ParameterShapes, sharedAddress } from './parameter-shapes';
import type { Told } from './told';

type Parameters = ReadonlyMap<string, StoredTensor>;

/**
 * Our parameters as the state dict of an open_clip model or an AlignCLIP SharedCLIP, which loads it strictly. A `clip`
 * can be written from any sharing: what both towers share is written twice. A `sharedclip` needs the blocks, post-LN
 * and projection shared; its unused `text.text_projection` is written as zeros.
 * Throws UserError naming addresses that are missing or unexpected, or a form that open_clip doesn't have.
 */
export function toOpenClip(parameters: Parameters, kind: ModelKind, told: Told = {}): Map<string, StoredTensor> {
  const form = toldForm(addressedForm(parameters, kind), told);
  const { naming, complete } = layoutFor(form);
  const draft = parameterTable(form, naming);
  const stateDict = new Map<string, StoredTensor>();
  for (const { official, address, layout, shape } of draft) {
    const { tensor } = find(parameters, address)!;
    checkShape(address, tensor, ourShape(shape, layout));
    const converted = toOfficial({ shape: tensor.shape, data: toFloat32(tensor) }, layout);
    stateDict.set(official, float32Tensor(converted.shape, converted.data));
  }
  return kind === 'clip' ? complete(stateDict) : stateDict.set('text.text_projection', unusedProjection(form));
}

/**
 * The form of a model whose parameters are named by address, whatever its towers share. Throws UserError naming addresses
 * that are missing or unexpected.
 */
export function addressedForm(parameters: Parameters, kind: ModelKind): ModelForm {
  const shapes = new ParameterShapes(new Map([...parameters].map(([address, { shape }]) => [address, shape])));
  const form = formOf(shapes, kind);
  const wanted = [...shapesOf(form).keys()];
  const missing = wanted.filter((address) => find(parameters, address) === undefined);
  if (missing.length > 0)
    throw new UserError(`the model has no ${missing.slice(0, 20).join(', ')}: it is not a ${kind}`);
  const used = new Set(wanted.map((address) => find(parameters, address)?.address));
  const beyond = [...parameters.keys()].filter((address) => !used.has(address));
  if (beyond.length > 0) throw new UserError(`a ${kind} has no parameter for ${beyond.slice(0, 20).join(', ')}`);
  return form;
}

/** The parameter at an address, or at the same path in `shared/`. */
function find(parameters: Parameters, wanted: string): { address: string; tensor: StoredTensor } | undefined {
  const address = parameters.has(wanted) ? wanted : sharedAddress(wanted);
  const tensor = parameters.get(address);
  return tensor && { address, tensor };
}

function unusedProjection({ text, embeddingWidth }: ModelForm): StoredTensor {
  return float32Tensor([text.width, embeddingWidth], new Float32Array(text.width * embeddingWidth));
}
