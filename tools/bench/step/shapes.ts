/** Both towers of one size, or a ResNet with a text tower of this size. */
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
}

export const texts = ['padded', 'captions'] as const;
/** Texts filled up to the context, or the same captions as training shows them, trimmed to the longest of the batch. */
export type Text = (typeof texts)[number];

export const variants = ['CLIP', 'SharedCLIP', 'AlignCLIP'] as const;
export type Variant = (typeof variants)[number];

/** A text tower so small that the time is that of the ResNet. */
const rn50 = {
  width: 64,
  layers: 4,
  heads: 2,
  embeddingWidth: 1024,
  patchSize: 8,
  contextLength: 77,
  vocabulary: 'used',
  resnetLayers: [3, 4, 6, 3],
} as const;

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
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as ShapeName[];

const targets: Partial<Record<ShapeName, Partial<Record<Text, number>>>> = {
  tiny: { padded: 1 },
  small: { padded: 1.05, captions: 1.3 },
  base: { padded: 1 },
  'rn50-64': { padded: 1 },
  'rn50-224': { padded: 1 },
};

/** A ResNet shares nothing with its text tower, and how texts are filled up hardly matters beside it. */
export const isMeasured = (shape: ShapeName, text: Text, variant: Variant): boolean =>
  !('resnetLayers' in shapes[shape]) || (text === 'padded' && variant === 'CLIP');

/** Our speed in units of open_clip's that is aimed at, where an aim is set. */
export const targetOf = (shape: ShapeName, text: Text): number | null => targets[shape]?.[text] ?? null;
