import type { HubActivation, HubSizes, HubTold } from './hub-config';
import type { HubModel } from './hub-names';

interface Blocks {
  readonly width: number;
  readonly layers: number;
  readonly mlpWidth: number;
}

/** What a configuration says of the sizes of a model. */
export interface HubForm extends HubSizes {
  readonly embeddingWidth: number;
  readonly image: HubSizes['image'] & Blocks;
  readonly text: HubSizes['text'] & Blocks;
}

const names: Readonly<Record<HubActivation, string>> = {
  gelu: 'gelu',
  'quick-gelu': 'quick_gelu',
  'gelu-tanh': 'gelu_pytorch_tanh',
};

const blocks = ({ width, layers, mlpWidth }: Blocks, heads: number, activation: HubActivation, epsilon: number) => ({
  hidden_size: width,
  intermediate_size: mlpWidth,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  hidden_act: names[activation],
  layer_norm_eps: epsilon,
});

/** The `config.json` with which transformers builds this model. */
export function hubConfig(
  model: HubModel,
  form: HubForm,
  told: Required<Omit<HubTold, 'pixels'>>,
): Record<string, unknown> {
  const { image, text, embeddingWidth } = form;
  const type = model === 'CLIPModel' ? 'clip' : 'siglip';
  const projection = model === 'CLIPModel' ? { projection_dim: embeddingWidth } : { projection_size: embeddingWidth };
  // CLIPModel pools the first token of this id; here it is the largest one
  const ends =
    model === 'CLIPModel' ? { bos_token_id: text.vocabularySize - 2, eos_token_id: text.vocabularySize - 1 } : {};
  return {
    architectures: [model],
    model_type: type,
    ...(model === 'CLIPModel' && projection),
    vision_config: {
      model_type: `${type}_vision_model`,
      ...blocks(image, told.imageHeads, told.activation, told.imageEpsilon),
      image_size: image.imageSize,
      patch_size: image.patchSize,
      num_channels: 3,
      ...(model === 'CLIPModel' && projection),
    },
    text_config: {
      model_type: `${type}_text_model`,
      ...blocks(text, told.textHeads, told.textActivation, told.textEpsilon),
      vocab_size: text.vocabularySize,
      max_position_embeddings: text.contextLength,
      ...projection,
      ...ends,
    },
  };
}
