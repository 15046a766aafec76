import { matMul, tf } from '@alignclip/backend';
import {
  defineComponent,
  ImageEncoder,
  SharingStrategy,
  UserError,
  type Tensor2D,
  type Tensor4D,
  type Parameter,
} from '@alignclip/core';
import { LayerNorm, normal, Parameters, towerScope, Transformer, uniform, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import { ProjectionHead } from './projection-head';
import { towerShape, transformerOptions } from './tower-options';

const options = z.strictObject({
  imageSize: z.int().positive().default(32).describe('edge of the input image in pixels'),
  patchSize: z.int().positive().default(8).describe('edge of a patch in pixels, a divisor of imageSize'),
  ...towerShape,
});
export type VisionTransformerOptions = z.output<typeof options>;

/** CLIP's image tower: patches and class token, learned positions, LN, transformer, head on the class token. */
export class VisionTransformer implements ImageEncoder {
  readonly modality = 'image';
  readonly size: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly transformer: Transformer;
  readonly head: ProjectionHead;
  private readonly kernel: Parameter<[number, number]>;
  private readonly classToken: Parameter<[number]>;
  private readonly positions: Parameter<[number, number]>;
  private readonly preNorm: LayerNorm;
  private readonly tokens: number;

  constructor(
    scope: Scope,
    private readonly options: VisionTransformerOptions,
  ) {
    const { width, imageSize, patchSize, embeddingWidth } = options;
    if (imageSize % patchSize !== 0)
      throw new UserError(`option "patchSize" = ${patchSize} does not divide "imageSize" = ${imageSize}`);
    const inputs = patchSize ** 2 * 3;
    this.size = imageSize;
    this.embeddingWidth = embeddingWidth;
    this.featureWidth = width;
    this.tokens = (imageSize / patchSize) ** 2 + 1;
    this.kernel = scope.parameter('patch-embedding/kernel', [inputs, width], uniform(inputs ** -0.5));
    this.classToken = scope.parameter('class-token', [width], normal(width ** -0.5));
    this.positions = scope.parameter('positions', [this.tokens, width], normal(width ** -0.5));
    this.preNorm = new LayerNorm(scope.child('pre-norm'), width);
    this.transformer = new Transformer(scope, transformerOptions(options, false));
    this.head = new ProjectionHead(scope, width, embeddingWidth);
  }

  embed(images: Tensor4D): Tensor2D {
    return this.head.embed(this.classTokens(images)); // [N, d]
  }

  features(images: Tensor4D): Tensor2D {
    return this.head.normalised(this.classTokens(images)); // [N, width]
  }

  private classTokens(images: Tensor4D): Tensor2D {
    const shape = { batch: images.shape[0], tokens: this.tokens };
    return this.transformer.read(this.inputRows(images), shape, (rows) => this.readOut(rows, shape.batch));
  }

  /** The input of the first block, [N * tokens, width]. */
  inputRows(images: Tensor4D): Tensor2D {
    const batch = images.shape[0];
    const { width, patchSize } = this.options;
    const patches = matMul(patchRows(images, patchSize), this.kernel);
    const classTokens = tf.add(tf.zeros([batch, 1, width]), this.classToken); // the gradient of tile takes one image at a time
    const sequence = tf.concat([classTokens, tf.reshape(patches, [batch, this.tokens - 1, width])], 1);
    return this.preNorm.apply(tf.reshape(tf.add(sequence, this.positions), [batch * this.tokens, width]));
  }

  /** The row of the class token, per image, [N, width]. */
  readOut(rows: Tensor2D, batch: number): Tensor2D {
    const { width } = this.options;
    return tf.slice(tf.reshape<tf.Rank.R2>(rows, [batch, this.tokens * width]), [0, 0], [batch, width]);
  }
}

export const visionTransformer = defineComponent(ImageEncoder)({
  type: 'vision-transformer',
  options,
  inject: [Parameters, SharingStrategy],
  create: (options, parameters, sharing) => new VisionTransformer(towerScope(parameters, sharing, 'image'), options),
});

/** Images [N, S, S, 3] to one row per patch, [N * (S/p)², p * p * 3]: patches row by row, values by row, column, channel. */
export function patchRows(images: Tensor4D, patch: number): Tensor2D {
  const [batch, size, , channels] = images.shape;
  const grid = size / patch;
  const cut = tf.reshape(images, [batch, grid, patch, grid, patch * channels]);
  return tf.reshape(tf.transpose(cut, [0, 1, 3, 2, 4]), [batch * grid * grid, patch * patch * channels]);
}
