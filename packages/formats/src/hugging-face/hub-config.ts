import { UserError } from '@alignclip/core';
import { z } from 'zod';
import type { HubModel } from './hub-names';

const count = z.int().min(1).max(10_000_000);

const tower = z.looseObject({
  hidden_size: count.optional(),
  num_attention_heads: count.optional(),
  hidden_act: z.string().optional(),
  layer_norm_eps: z.number().positive().max(1).optional(),
});

const schema = z.looseObject({
  model_type: z.string(),
  vision_config: z
    .looseObject({ ...tower.shape, image_size: count.optional(), patch_size: count.optional() })
    .default({}),
  text_config: z
    .looseObject({ ...tower.shape, vocab_size: count.optional(), max_position_embeddings: count.optional() })
    .default({}),
});
type Config = z.output<typeof schema>;

/** The activations of transformers by our names; `gelu_new` and `gelu_pytorch_tanh` are one formula. */
const activations = {
  gelu: 'gelu',
  quick_gelu: 'quick-gelu',
  gelu_pytorch_tanh: 'gelu-tanh',
  gelu_new: 'gelu-tanh',
} as const;
export type HubActivation = (typeof activations)[keyof typeof activations];

/** What the classes of transformers have where a file leaves it out. Source: transformers 5.24, configuration_*.py. */
const defaults = {
  CLIPModel: { modelType: 'clip', imageHeads: 12, textHeads: 8, act: 'quick_gelu', epsilon: 1e-5, pixels: undefined },
  SiglipModel: {
    modelType: 'siglip',
    imageHeads: 12,
    textHeads: 12,
    act: 'gelu_pytorch_tanh',
    epsilon: 1e-6,
    pixels: 'half',
  },
} as const;

/** What the weights of a model don't tell. */
export interface HubTold {
  readonly imageHeads?: number;
  readonly textHeads?: number;
  readonly activation: HubActivation;
  readonly textActivation: HubActivation;
  readonly imageEpsilon: number;
  readonly textEpsilon: number;
  /** The pixels that the image tower expects, where not CLIP's. */
  readonly pixels?: 'clip' | 'half' | undefined;
}

/** What these models have where no `config.json` says it; heads are left to what is usual for their widths. */
export function hubUsual(model: HubModel): HubTold {
  const { act, epsilon, pixels } = defaults[model];
  const activation = activations[act];
  const common = { activation, textActivation: activation, imageEpsilon: epsilon, textEpsilon: epsilon };
  return pixels === undefined ? common : { ...common, pixels };
}

/** Sizes that weights and configuration both tell. */
export interface HubSizes {
  readonly image: { readonly width: number; readonly imageSize: number; readonly patchSize: number };
  readonly text: { readonly width: number; readonly contextLength: number; readonly vocabularySize: number };
}

/**
 * Heads, activations and ε from the `config.json` of a model, with the defaults of transformers. Throws UserError that names the
 * field where it is no such configuration, of another model than these weights, or of an activation that no tower has.
 */
export function hubTold(json: unknown, model: HubModel, sizes: HubSizes): HubTold {
  const result = schema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new UserError(`not the configuration of a ${model}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`);
  }
  const { vision_config: image, text_config: text, model_type: type } = result.data;
  const { modelType, imageHeads, textHeads, act, epsilon } = defaults[model];
  if (type !== modelType)
    throw new UserError(`model_type is "${type.slice(0, 60)}", the weights are those of a ${model} ("${modelType}")`);
  checkSizes(result.data, sizes);
  return {
    imageHeads: image.num_attention_heads ?? imageHeads,
    textHeads: text.num_attention_heads ?? textHeads,
    activation: activationOf('vision_config', image.hidden_act ?? act),
    textActivation: activationOf('text_config', text.hidden_act ?? act),
    imageEpsilon: image.layer_norm_eps ?? epsilon,
    textEpsilon: text.layer_norm_eps ?? epsilon,
  };
}

function checkSizes({ vision_config: vision, text_config: texts }: Config, { image, text }: HubSizes): void {
  for (const [field, said, found] of [
    ['vision_config.hidden_size', vision.hidden_size, image.width],
    ['vision_config.image_size', vision.image_size, image.imageSize],
    ['vision_config.patch_size', vision.patch_size, image.patchSize],
    ['text_config.hidden_size', texts.hidden_size, text.width],
    ['text_config.vocab_size', texts.vocab_size, text.vocabularySize],
    ['text_config.max_position_embeddings', texts.max_position_embeddings, text.contextLength],
  ] as const)
    if (said !== undefined && said !== found)
      throw new UserError(`${field} is ${said}, the weights have ${found}: it is of another model`);
}

function activationOf(field: string, act: string): HubActivation {
  if (Object.hasOwn(activations, act)) return activations[act as keyof typeof activations];
  throw new UserError(
    `${field}.hidden_act is "${act.slice(0, 60)}"; supported are ${Object.keys(activations).join(', ')}`,
  );
}
