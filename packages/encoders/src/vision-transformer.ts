import { tf } from '@alignclip/backend';
import {
  clipNormalisation,
  defineComponent,
  ImageEncoder,
  SharingStrategy,
  UserError,
  type Tensor2D,
  type Tensor4D,
  type TrainingPass,
} from '@alignclip/core';
import {
  AttentionPooling,
  LayerNorm,
  Parameters,
  towerScope,
  Transformer,
  type Scope,
  type SequenceShape,
} from '@alignclip/nn';
import { z } from 'zod';
import { PatchTokens, type KeptPatches } from './patch-tokens';
import { ProjectionHead } from './projection-head';
import { towerShape, transformerOptions } from './tower-options';

const options = z.strictObject({
  imageSize: z.int().positive().default(32).describe('edge of the input image in pixels'),
  patchSize: z.int().positive().default(8).describe('edge of a patch in pixels, a divisor of imageSize'),
  pooling: z
    .enum(['class-token', 'mean', 'map'])
    .default('class-token')
    .describe('features: the class token, the mean over patches, or attention pooling with a probe'),
  classToken: z
    .boolean()
    .optional()
    .describe('whether there is a class token (default: only if it is pooled; open_clip keeps it under mean pooling)'),
  patchDropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe('share of the patches that each image loses in training, drawn anew at every step; other tokens stay'),
  registers: z.int().min(0).default(0).describe('learned tokens without position, next to the patches'),
  positions: z
    .enum(['learned', 'sincos'])
    .default('learned')
    .describe('positions of the patches: learned, or fixed sines and cosines of row and column'),
  normalise: z
    .enum(['pre-norm', 'none'])
    .default('pre-norm')
    .describe('LayerNorm before the first block, as in CLIP, or none, as in SigLIP'),
  pixels: z
    .enum(['clip', 'half'])
    .optional()
    .describe(
      "the pixel values that weights expect: by CLIP's mean and deviation (default), or by .5 and .5, as in SigLIP",
    ),
  ...towerShape,
});
export type VisionTransformerOptions = z.output<typeof options>;

/** CLIP's image tower: tokens of patches, LayerNorm, transformer, pooling, head. */
export class VisionTransformer implements ImageEncoder {
  readonly modality = 'image';
  readonly size: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk?: readonly string[];
  readonly transformer: Transformer;
  readonly head: ProjectionHead;
  private readonly tokens: PatchTokens;
  private readonly preNorm: LayerNorm | undefined;
  private readonly attentionPooling: AttentionPooling | undefined;
  private readonly options: VisionTransformerOptions;

  /** Throws UserError where options contradict each other. */
  constructor(scope: Scope, given: z.input<typeof options>) {
    this.options = options.parse(given);
    const {
      width,
      imageSize,
      embeddingWidth,
      pooling,
      normalise,
      normEpsilon,
      classToken = pooling === 'class-token',
    } = this.options;
    if (pooling === 'class-token' && !classToken)
      throw new UserError('option "classToken" = false with pooling "class-token": use pooling "mean" or "map"');
    const shape = transformerOptions(this.options, false);
    this.size = imageSize;
    this.embeddingWidth = embeddingWidth;
    this.featureWidth = width;
    this.tokens = new PatchTokens(scope, { ...this.options, hasClassToken: classToken });
    this.preNorm = normalise === 'pre-norm' ? new LayerNorm(scope.child('pre-norm'), width, normEpsilon) : undefined;
    this.transformer = new Transformer(scope, shape);
    this.attentionPooling = pooling === 'map' ? new AttentionPooling(scope, shape) : undefined;
    this.head = new ProjectionHead(scope, width, this.options);
    if (this.options.patchDropout === 0) this.trunk = this.head.trunk;
  }

  embed(images: Tensor4D, pass?: TrainingPass): Tensor2D {
    return this.head.embed(this.features(images, pass)); // [N, d]
  }

  embedFeatures(features: Tensor2D): Tensor2D {
    return this.head.embed(features);
  }

  projectFeatures(features: Tensor2D): Tensor2D {
    return this.head.project(features);
  }

  features(images: Tensor4D, pass?: TrainingPass): Tensor2D {
    const { patchDropout } = this.options;
    const kept = pass && patchDropout > 0 ? this.tokens.keep(patchDropout, pass) : undefined;
    const tokens = kept ? this.tokens.extra + kept.count : this.tokens.count;
    const shape = { batch: images.shape[0], tokens };
    const rows = this.inputRows(images, kept);
    if (this.options.pooling !== 'class-token') return this.pool(this.transformer.apply(rows, shape), shape);
    return this.head.normalised(this.transformer.read(rows, shape, (all) => classRows(all, shape))); // [N, width]
  }

  /** The input of the first block, [N * tokens, width]. */
  inputRows(images: Tensor4D, kept?: KeptPatches): Tensor2D {
    const rows = this.tokens.rows(this.options.pixels === 'half' ? halved(images) : images, kept);
    return this.preNorm ? this.preNorm.apply(rows) : rows;
  }

  /** From the rows of the last block to features, [N, width]. */
  pool(rows: Tensor2D, shape: SequenceShape): Tensor2D {
    if (this.options.pooling === 'class-token') return this.head.normalised(classRows(rows, shape));
    const normal = this.head.normalised(rows);
    if (this.attentionPooling) return this.attentionPooling.apply(normal, shape);
    const sequence = tf.reshape<tf.Rank.R3>(normal, [shape.batch, shape.tokens, this.featureWidth]);
    return tf.mean<Tensor2D>(tf.slice(sequence, [0, this.tokens.extra, 0]), 1);
  }
}

/** From CLIP's normalisation, which all transforms of images give, to (p − .5) / .5 of RGB p in [0, 1]. */
function halved(images: Tensor4D): Tensor4D {
  const { mean, std } = clipNormalisation;
  const [factor, shift] = [std.map((s) => s / 0.5), mean.map((m) => (m - 0.5) / 0.5)];
  return tf.add(tf.mul(images, factor), shift);
}

/** The first row of each image, [N, width]. */
function classRows(rows: Tensor2D, { batch, tokens }: SequenceShape): Tensor2D {
  const width = rows.shape[1];
  return tf.slice(tf.reshape<tf.Rank.R2>(rows, [batch, tokens * width]), [0, 0], [batch, width]);
}

export const visionTransformer = defineComponent(ImageEncoder)({
  type: 'vision-transformer',
  options,
  inject: [Parameters, SharingStrategy],
  create: (options, parameters, sharing) => new VisionTransformer(towerScope(parameters, sharing, 'image'), options),
});
