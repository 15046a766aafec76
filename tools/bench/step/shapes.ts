/** Both towers of one size, a ResNet with a text tower of this size, or heads on the features of frozen towers. */
export interface Shape {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly embeddingWidth: number;
  readonly imageSize: number;
  readonly patchSize: number;
  readonly contextLength: number;
  readonly batchSize: number;
  /** `used`: a row of the token table for each token of the embedded data; `full`: all 49,408. */
  readonly vocabulary: 'used' | 'full';
  /** The image tower is CLIP's ResNet with this many blocks in each stage and a stem of 64 channels. */
  readonly resnetLayers?: readonly number[];
  /** A residual trunk of width 256 and two blocks on features of these widths, in place of towers. */
  readonly features?: { readonly image: number; readonly text: number };
}

export const texts = ['padded', 'captions'] as const;
/** Texts filled up to the context, or the same captions as training shows them, trimmed to the longest of the batch. */
export type Text = (typeof texts)[number];

export const variants = ['CLIP', 'SharedCLIP', 'AlignCLIP'] as const;
export type Variant = (typeof variants)[number];

/** A text tower so small that the time is that of what stands beside it. */
const smallText = { width: 64, layers: 4, heads: 2, patchSize: 8, contextLength: 77, vocabulary: 'used' } as const;
const rn50 = { ...smallText, embeddingWidth: 1024, resnetLayers: [3, 4, 6, 3] } as const;

export const shapes = {
  tiny: {
    width: 64,
    layers: 4,
    heads: 2,
    embeddingWidth: 64,
    imageSize: 32,
    patchSize: 8,
    contextLength: 77,
    batchSize: 128,
    vocabulary: 'used',
  },
  small: {
    width: 192,
    layers: 6,
    heads: 6,
    embeddingWidth: 192,
    imageSize: 64,
    patchSize: 8,
    contextLength: 77,
    batchSize: 128,
    vocabulary: 'used',
  },
  /** ViT-B/16; the text tower is as wide as the image tower, so that the two can be shared. */
  base: {
    width: 768,
    layers: 12,
    heads: 12,
    embeddingWidth: 512,
    imageSize: 224,
    patchSize: 16,
    contextLength: 77,
    batchSize: 4,
    vocabulary: 'full',
  },
  'rn50-64': { ...rn50, imageSize: 64, batchSize: 64 },
  'rn50-224': { ...rn50, imageSize: 224, batchSize: 8 },
  /** The features of EfficientNet-Lite0 and MiniLM, which take no time: they are kept. */
  heads: { ...smallText, embeddingWidth: 256, features: { image: 1280, text: 384 }, imageSize: 1, batchSize: 512 },
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as ShapeName[];

const targets: Partial<Record<ShapeName, Partial<Record<Text, number>>>> = {
  tiny: { padded: 1 },
  small: { padded: 1.05, captions: 1.3 },
  base: { padded: 1 },
  'rn50-64': { padded: 1 },
  'rn50-224': { padded: 1 },
  heads: { padded: 1 },
};

/** A ResNet shares nothing with its text tower; beside it, and where features are kept, texts hardly matter. */
export function isMeasured(name: ShapeName, text: Text, variant: Variant): boolean {
  const shape: Shape = shapes[name];
  if (shape.features) return text === 'padded';
  return shape.resnetLayers === undefined || (text === 'padded' && variant === 'CLIP');
}

/** Our speed in units of open_clip's that is aimed at, where an aim is set. */
export const targetOf = (shape: ShapeName, text: Text): number | null => targets[shape]?.[text] ?? null;
