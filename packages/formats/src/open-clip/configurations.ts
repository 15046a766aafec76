import type { ModelForm } from './model-form';

type Sizes = readonly [
  imageSize: number,
  patchSize: number,
  width: number,
  layers: number,
  embeddingWidth: number,
  textWidth: number,
  textLayers: number,
];

/** open_clip's vision transformers that these sizes determine. Source: open_clip 3.3.0, model_configs. */
const openClip: Readonly<Record<string, Sizes>> = {
  'ViT-S-32-alt': [224, 32, 384, 12, 256, 256, 10],
  'ViT-S-32': [224, 32, 384, 12, 384, 384, 12],
  'ViT-S-16-alt': [224, 16, 384, 12, 256, 256, 10],
  'ViT-S-16': [224, 16, 384, 12, 384, 384, 12],
  'ViT-M-32': [224, 32, 512, 12, 512, 512, 12],
  'ViT-M-32-alt': [224, 32, 512, 12, 384, 384, 12],
  'ViT-M-16': [224, 16, 512, 12, 512, 512, 12],
  'ViT-B-32': [224, 32, 768, 12, 512, 512, 12],
  'ViT-B-32-quickgelu': [224, 32, 768, 12, 512, 512, 12],
  'ViT-B-32-256': [256, 32, 768, 12, 512, 512, 12],
  'ViT-B-32-plus-256': [256, 32, 896, 12, 640, 640, 12],
  'ViT-B-16': [224, 16, 768, 12, 512, 512, 12],
  'ViT-B-16-quickgelu': [224, 16, 768, 12, 512, 512, 12],
  'ViT-B-16-plus': [224, 16, 896, 12, 640, 640, 12],
  'ViT-B-16-plus-240': [240, 16, 896, 12, 640, 640, 12],
  'ViT-L-16': [224, 16, 1024, 24, 768, 768, 12],
  'ViT-L-16-320': [320, 16, 1024, 24, 768, 768, 12],
  'ViT-L-14': [224, 14, 1024, 24, 768, 768, 12],
  'ViT-L-14-quickgelu': [224, 14, 1024, 24, 768, 768, 12],
  'ViT-L-14-280': [280, 14, 1024, 24, 768, 768, 12],
  'ViT-L-14-336': [336, 14, 1024, 24, 768, 768, 12],
  'ViT-L-14-336-quickgelu': [336, 14, 1024, 24, 768, 768, 12],
  'ViT-H-16': [224, 16, 1280, 32, 1024, 1024, 24],
  'ViT-H-14': [224, 14, 1280, 32, 1024, 1024, 24],
  'ViT-H-14-quickgelu': [224, 14, 1280, 32, 1024, 1024, 24],
  'ViT-H-14-378': [378, 14, 1280, 32, 1024, 1024, 24],
  'ViT-H-14-378-quickgelu': [378, 14, 1280, 32, 1024, 1024, 24],
  'ViT-g-14': [224, 14, 1408, 40, 1024, 1024, 24],
  'ViT-bigG-14': [224, 14, 1664, 48, 1280, 1280, 32],
  'ViT-bigG-14-quickgelu': [224, 14, 1664, 48, 1280, 1280, 32],
  'ViT-e-14': [224, 14, 1792, 56, 1280, 1280, 36],
};

/** AlignCLIP's own configurations, with one transformer for both towers. */
const alignClip: Readonly<Record<string, Sizes>> = {
  'ViT-B-16': [224, 16, 768, 12, 768, 768, 12],
  'ViT-B-16-512': [224, 16, 768, 12, 512, 768, 12],
};

/** Head widths of open_clip's image towers by tower width; 64 elsewhere and in text towers. Source: as above. */
const headWidths: Readonly<Record<number, number>> = { 1280: 80, 1408: 88, 1664: 104, 1792: 112 };

/** Names of the configurations with these sizes; more than one where they differ in the activation only. */
export function knownAs({ kind, image, text, embeddingWidth }: ModelForm): string[] {
  if (text.contextLength !== 77 || text.vocabularySize !== 49_408) return [];
  const { imageSize, patchSize, width, layers } = image;
  const sizes = [imageSize, patchSize, width, layers, embeddingWidth, text.width, text.layers].join();
  const known = Object.entries(kind === 'clip' ? openClip : alignClip);
  return known.filter(([, one]) => one.join() === sizes).map(([name]) => name);
}

/** The number of heads that open_clip gives towers of these widths; weights don't determine it. */
export const usualHeads = ({ image, text }: ModelForm): { readonly image: number; readonly text: number } => ({
  image: Math.max(1, Math.floor(image.width / (headWidths[image.width] ?? 64))),
  text: Math.max(1, Math.floor(text.width / 64)),
});

/** Hyper-parameters that the weights don't determine. */
interface HyperParameters {
  readonly imageHeads: number;
  readonly textHeads: number;
  readonly activation: 'gelu' | 'quick-gelu';
}

/** The model as a configuration file of open_clip (`open_clip.add_model_config`). */
export function openClipConfig(
  { image, text, embeddingWidth }: ModelForm,
  given: HyperParameters,
): Record<string, unknown> {
  return {
    embed_dim: embeddingWidth,
    quick_gelu: given.activation === 'quick-gelu',
    vision_cfg: {
      image_size: image.imageSize,
      patch_size: image.patchSize,
      width: image.width,
      layers: image.layers,
      head_width: image.width / given.imageHeads,
      mlp_ratio: image.mlpRatio,
    },
    text_cfg: {
      context_length: text.contextLength,
      vocab_size: text.vocabularySize,
      width: text.width,
      heads: given.textHeads,
      layers: text.layers,
      mlp_ratio: text.mlpRatio,
    },
  };
}
