import { tf } from '@alignclip/backend';
import {
  clipNormalisation,
  defineComponent,
  ImageEncoder,
  SharingStrategy,
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
import type { z } from 'zod';
import { PatchTokens, type KeptPatches } from './patch-tokens';
import { ProjectionHead } from './projection-head';
import { QueryPooling } from './query-pooling';
import { transformerOptions } from './tower-options';
import { checkPooling, options } from './vision-options';

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
  private readonly attentionPooling?: AttentionPooling | QueryPooling;
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
    checkPooling(this.options, classToken);
    const shape = transformerOptions(this.options, false);
    this.size = imageSize;
    this.embeddingWidth = embeddingWidth;
    this.featureWidth = pooling === 'query' ? embeddingWidth : width;
    this.tokens = new PatchTokens(scope, { ...this.options, hasClassToken: classToken });
    this.preNorm = normalise === 'pre-norm' ? new LayerNorm(scope.child('pre-norm'), width, normEpsilon) : undefined;
    this.transformer = new Transformer(scope, shape);
    if (pooling === 'map') this.attentionPooling = new AttentionPooling(scope, shape);
    if (pooling === 'query')
      this.attentionPooling = new QueryPooling(scope, { ...this.options, heads: this.options.poolingHeads ?? 8 });
    this.head = new ProjectionHead(scope, this.featureWidth, this.options);
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
    if (this.attentionPooling instanceof QueryPooling)
      return this.head.normalised(this.attentionPooling.apply(rows, shape));
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
