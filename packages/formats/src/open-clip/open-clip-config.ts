import type { ModelSize } from './model-size';

interface Untold {
  readonly imageHeads: number;
  readonly textHeads: number;
  readonly activation: 'gelu' | 'quick-gelu';
}

/** The model as a configuration file of open_clip (`open_clip.add_model_config`), given what no weight tells. */
export function openClipConfig({ image, text, embeddingWidth }: ModelSize, untold: Untold): Record<string, unknown> {
  return {
    embed_dim: embeddingWidth,
    quick_gelu: untold.activation === 'quick-gelu',
    vision_cfg: {
      image_size: image.imageSize,
      patch_size: image.patchSize,
      width: image.width,
      layers: image.layers,
      head_width: image.width / untold.imageHeads,
      mlp_ratio: image.mlpRatio,
    },
    text_cfg: {
      context_length: text.contextLength,
      vocab_size: text.vocabularySize,
      width: text.width,
      heads: untold.textHeads,
      layers: text.layers,
      mlp_ratio: text.mlpRatio,
    },
  };
}
