import { UserError } from '@alignclip/core';
import type { ModelForm } from '../open-clip/model-form';
import type { Activation, Told } from '../open-clip/told';
import { addressedForm, toOpenClip } from '../open-clip/to-open-clip';
import { toldForm } from '../open-clip/model-form';
import type { StoredTensor } from '../stored-tensor';
import { hubUsual } from './hub-config';
import type { HubModel } from './hub-names';
import { hubPreprocessor } from './hub-pixels';
import { toHub } from './to-hub';
import { hubConfig } from './write-hub-config';

/** What a configuration says besides sizes. */
interface CompleteTold extends Told {
  readonly imageHeads: number;
  readonly textHeads: number;
  readonly activation: Activation;
}

/** A model as `from_pretrained` of transformers reads it. */
export interface HubFiles {
  readonly model: HubModel;
  readonly form: ModelForm;
  readonly tensors: Map<string, StoredTensor>;
  /** The content of `config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The content of `preprocessor_config.json`. */
  readonly preprocessor: Readonly<Record<string, unknown>>;
}

/**
 * Our parameters as a `CLIPModel` or `SiglipModel`, whichever the towers are. Throws UserError, with the way out, where they are
 * neither.
 */
export function hubFiles(parameters: ReadonlyMap<string, StoredTensor>, told: CompleteTold): HubFiles {
  const { model, tensors } = toHub(toOpenClip(parameters, 'clip', told));
  const form = toldForm(addressedForm(parameters, 'clip'), told);
  const { image, text } = form;
  if (image.type !== 'vision-transformer') throw refused(model, 'imageEncoder', image.type, 'vision-transformer');
  const isClip = model === 'CLIPModel';
  for (const [field, value, wanted] of [
    ['imageEncoder.pooling', image.pooling, isClip ? 'class-token' : 'map'],
    ['textEncoder.pooling', text.pooling, isClip ? 'end' : 'last'],
    ['textEncoder.causal', text.causal, isClip],
  ] as const)
    if (value !== wanted) throw refused(model, field, value, wanted);
  const { activation, imageHeads, textHeads } = told;
  const usual = hubUsual('CLIPModel');
  const config = hubConfig(
    model,
    { ...form, image },
    {
      imageHeads,
      textHeads,
      activation,
      textActivation: told.textActivation ?? activation,
      imageEpsilon: told.imageEpsilon ?? usual.imageEpsilon,
      textEpsilon: told.textEpsilon ?? usual.textEpsilon,
    },
  );
  const preprocessor = hubPreprocessor(model, image.imageSize, told.pixels);
  return { model, form, tensors, config, preprocessor };
}

const refused = (model: HubModel, field: string, value: unknown, wanted: unknown): UserError =>
  new UserError(
    `${field} = ${JSON.stringify(value)}: a ${model} of Hugging Face has ${JSON.stringify(wanted)}; export it with --to open-clip`,
  );
