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
import { batchStatistics, Parameters, ParameterShapes, towerScope, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import { liteArchitecture, trainedSize, variants, type Architecture, type Variant } from './efficient-net/architecture';
import {
  drawnValues,
  readWeights,
  valuesOf,
  weightsFile,
  weightsHash,
  type InitialValues,
} from './efficient-net/pretrained-weights';
import { mapsOf } from './efficient-net/blocks';
import { trunkOf, type Freeze, type TrunkPart } from './efficient-net/trunk';
import { headShape, ProjectionHead, type HeadOptions } from './projection-head';

const options = z.strictObject({
  variant: z.enum(variants).default('lite0').describe('EfficientNet-Lite0, Lite1 or Lite2, each larger than the last'),
  imageSize: z
    .int()
    .min(32)
    .optional()
    .describe('edge of the input image in pixels (default: that of its training, 224, 240 or 260)'),
  pretrained: z
    .boolean()
    .default(true)
    .describe('whether to start from the ImageNet weights, which the set-up downloads'),
  freeze: z
    .union([z.enum(['all', 'none']), z.int().min(1).max(7)], {
      error: '"all", "none" or a number of stages from 1 to 7',
    })
    .optional()
    .describe(
      "what isn't trained: the stem and this many of the 7 stages, all before the projection, or nothing (default: all where pretrained)",
    ),
  statistics: z
    .enum(batchStatistics)
    .optional()
    .describe(
      'what batch norm takes where stages are trained: statistics of the batch, or the running ones, which then stay (default: running where pretrained)',
    ),
  ...headShape,
});

/** What is told of a tower besides its architecture. */
export interface EfficientNetOptions extends HeadOptions {
  readonly imageSize: number;
  readonly freeze: Freeze;
  readonly statistics: (typeof batchStatistics)[number];
  readonly values?: InitialValues;
  readonly fingerprint?: () => Promise<string>;
}

/**
 * EfficientNet-Lite (Tan & Le, arXiv 1905.11946; Liu, 2020: no squeeze-and-excitation, ReLU6, stem and last convolution
 * of fixed width): stem of stride 2, seven stages of inverted residual blocks, 1 × 1 convolution. Features are the mean
 * over positions after its ReLU6, ≥ 0; LayerNorm and projection follow.
 */
export class EfficientNet implements ImageEncoder {
  readonly modality = 'image';
  readonly size: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  readonly fingerprint?: () => Promise<string>;
  private readonly parts: readonly TrunkPart[];
  private readonly head: ProjectionHead;

  constructor(scope: Scope, architecture: Architecture, given: EfficientNetOptions) {
    const { imageSize, freeze, statistics, values = drawnValues, fingerprint, ...head } = given;
    this.size = imageSize;
    this.embeddingWidth = head.embeddingWidth;
    this.featureWidth = architecture.features;
    if (fingerprint) this.fingerprint = fingerprint;
    this.parts = trunkOf(scope, architecture, { values, freeze, statistics });
    this.trunk = scope.addresses;
    this.head = new ProjectionHead(scope, this.featureWidth, head);
  }

  /** Whether a trained stage takes statistics of its batch. */
  get usesBatchStatistics(): boolean {
    return this.parts.some(({ norms }) => norms.some((norm) => norm.usesBatchStatistics));
  }

  embed(images: Tensor4D, pass?: TrainingPass): Tensor2D {
    return this.embedFeatures(this.features(images, pass)); // [N, d]
  }

  embedFeatures(features: Tensor2D): Tensor2D {
    return this.head.embed(this.head.normalised(features));
  }

  projectFeatures(features: Tensor2D): Tensor2D {
    return this.head.project(this.head.normalised(features));
  }

  features(images: Tensor4D, pass?: TrainingPass): Tensor2D {
    const { rows, shape } = this.parts.reduce((maps, part) => part.apply(maps, pass), mapsOf(rescaled(images)));
    const [count, height, width] = shape;
    return tf.mean(tf.reshape(rows, [count, height * width, this.featureWidth]), 1); // [N, w]
  }
}

/** From CLIP's normalisation to that of the ImageNet weights: (255 p − 127) / 128 of RGB p in [0, 1]. */
function rescaled(images: Tensor4D): Tensor4D {
  const { mean, std } = clipNormalisation;
  const factor = std.map((s) => (s * 255) / 128);
  const shift = mean.map((m) => (m * 255 - 127) / 128);
  return tf.add(tf.mul(images, factor), shift);
}

export const efficientNet = defineComponent(ImageEncoder)({
  type: 'efficient-net',
  options,
  inject: [Parameters, SharingStrategy],
  create: async (given, parameters, sharing): Promise<ImageEncoder> => {
    const {
      variant,
      pretrained,
      imageSize = trainedSize[variant],
      freeze = pretrained ? 'all' : 'none',
      statistics = pretrained ? 'running' : 'batch',
      ...head
    } = given;
    const scope = towerScope(parameters, sharing, 'image');
    const shape = { ...head, imageSize, freeze, statistics };
    if (!pretrained) return new EfficientNet(scope, liteArchitecture(variant), shape);
    const isPlanned = parameters instanceof ParameterShapes;
    return new EfficientNet(scope, liteArchitecture(variant), {
      ...shape,
      values: isPlanned ? planned(variant) : valuesOf(await readWeights(variant)),
      fingerprint: () => weightsHash(variant),
    });
  },
});

/** For a run that is only planned, which needs no values. Throws UserError where a later run would miss its file. */
function planned(variant: Variant): InitialValues {
  weightsFile(variant);
  return drawnValues;
}
