import type { Untold } from '@alignclip/experiment';
import type { ModelSize } from '@alignclip/formats';

/** The model as a configuration file of open_clip (`open_clip.add_model_config`). */
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
