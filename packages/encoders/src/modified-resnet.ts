import {
  defineComponent,
  ImageEncoder,
  SharingStrategy,
  UserError,
  type Tensor2D,
  type Tensor4D,
  type TrainingPass,
} from '@alignclip/core';
import { batchStatistics, Parameters, towerScope, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import { averaged, bottlenecks, stemUnits, type Bottleneck, type Unit } from './bottleneck';
import { PositionPooling } from './position-pooling';
import { headShape, ProjectionHead } from './projection-head';

const positive = z.int().positive();
const options = z.strictObject({
  imageSize: positive.default(64).describe('edge of the input image in pixels'),
  layers: z.array(positive.max(1000)).min(1).default([3, 4, 6, 3]).describe('blocks of each stage'),
  width: positive.default(64).describe('channels of the stem, an even number; stage i gives 4 · width · 2^i'),
  heads: positive.optional().describe('heads of the attention pooling, a divisor of its width (default: width / 64)'),
  statistics: z
    .enum(batchStatistics)
    .default('batch')
    .describe('what batch norm takes in training: statistics of the batch, or the running ones, which then stay'),
  ...headShape,
  projectionBias: z.boolean().default(true).describe('whether the last layer of the projection has a bias'),
});

/**
 * CLIP's ResNet (Radford et al., arXiv 2103.00020, §2.4; `ModifiedResNet` of open_clip 3.3): a stem of three convolutions
 * and average pooling, bottlenecks that average before they halve, attention pooling whose query is the mean position.
 * `features` are what the attention gives, its output projection is the projection. RN50: the defaults with 224 px and
 * embeddingWidth 1024.
 */
export class ModifiedResnet implements ImageEncoder {
  readonly modality = 'image';
  readonly size: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  private readonly stem: readonly Unit[];
  private readonly blocks: readonly Bottleneck[];
  private readonly pooling: PositionPooling;
  private readonly head: ProjectionHead;

  /** Throws UserError where image, stages, width and heads don't fit. */
  constructor(scope: Scope, given: z.input<typeof options>) {
    const { imageSize, layers, width, statistics, heads, ...head } = options.parse(given);
    this.size = imageSize;
    this.embeddingWidth = head.embeddingWidth;
    this.featureWidth = width * 2 ** (layers.length + 1);
    const parts = this.featureWidth % 64 === 0 ? this.featureWidth / 64 : 1;
    const shape = { positions: positionsOf(imageSize, layers, width), heads: heads ?? parts };
    this.stem = stemUnits(scope.child('stem'), width, { statistics });
    this.blocks = bottlenecks(scope.child('stages'), layers, width, { statistics });
    this.pooling = new PositionPooling(scope.child('pooling'), this.featureWidth, shape);
    this.head = new ProjectionHead(scope, this.featureWidth, head, { hasNorm: false });
    this.trunk = this.head.trunk;
  }

  get usesBatchStatistics(): boolean {
    return [...this.stem, ...this.blocks].some((part) => part.usesBatchStatistics);
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
    const first = this.stem.reduce((x, part) => part.apply(x, pass), images);
    const maps = this.blocks.reduce((x, block) => block.apply(x, pass), averaged(first, 2));
    return this.pooling.apply(maps); // [N, width]
  }
}

/** Throws UserError where the image can't be halved as often as the tower does. */
function positionsOf(imageSize: number, layers: readonly number[], width: number): number {
  const least = 2 ** (layers.length + 1);
  if (imageSize % least !== 0)
    throw new UserError(
      `option "imageSize" = ${imageSize}: the stem and ${layers.length} stages need a multiple of ${least}`,
    );
  if (width % 2 !== 0) throw new UserError(`option "width" = ${width}: the stem needs an even number`);
  return (imageSize / least) ** 2;
}

export const modifiedResnet = defineComponent(ImageEncoder)({
  type: 'modified-resnet',
  options,
  inject: [Parameters, SharingStrategy],
  create: (options, parameters, sharing) => new ModifiedResnet(towerScope(parameters, sharing, 'image'), options),
});
