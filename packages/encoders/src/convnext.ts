import { gelu, tf } from '@alignclip/backend';
import {
  defineComponent,
  ImageEncoder,
  SharingStrategy,
  UserError,
  type Parameter,
  type Tensor2D,
  type Tensor4D,
} from '@alignclip/core';
import {
  channelNorm,
  constant,
  Convolution,
  DepthwiseConvolution,
  LayerNorm,
  Linear,
  normal,
  Parameters,
  towerScope,
  type Scope,
} from '@alignclip/nn';
import { z } from 'zod';
import { headShape, normEpsilon, ProjectionHead } from './projection-head';

const positive = z.int().positive();
const options = z.strictObject({
  imageSize: positive.default(64).describe('edge of the input image in pixels'),
  patchSize: positive.default(4).describe('edge and stride of the first convolution'),
  depths: z.array(positive.max(1000)).min(1).default([2, 2, 6, 2]).describe('blocks of each stage'),
  widths: z.array(positive).min(1).default([40, 80, 160, 320]).describe('channels of each stage'),
  layerScale: z.number().positive().default(1e-6).describe("initial value of each block's scale γ"),
  ...headShape,
  normEpsilon,
});

const init = normal(0.02);

/**
 * ConvNeXt (Liu et al., arXiv 2201.03545): patches by convolution, stages of depthwise 7 × 7 blocks, each stage after
 * the first behind LayerNorm and a 2 × 2 convolution of stride 2; mean over positions, LayerNorm, projection. Atto:
 * the defaults; Tiny: depths 3, 3, 9, 3, widths 96 to 768; both: `normEpsilon` 1e-6.
 */
export class ConvNext implements ImageEncoder {
  readonly modality = 'image';
  readonly size: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  private readonly stem: Convolution;
  private readonly stemNorm: LayerNorm;
  private readonly stages: readonly Stage[];
  private readonly head: ProjectionHead;

  /** Throws UserError where stages and image don't fit. */
  constructor(scope: Scope, given: z.input<typeof options>) {
    const { imageSize, patchSize, depths, widths, layerScale, ...head } = options.parse(given);
    checkStages(imageSize, patchSize, depths, widths);
    const stages = scope.child('stages');
    this.size = imageSize;
    this.embeddingWidth = head.embeddingWidth;
    this.featureWidth = widths.at(-1)!;
    this.stem = new Convolution(scope.child('stem'), 3, widths[0]!, patches(patchSize));
    this.stemNorm = new LayerNorm(scope.child('stem-norm'), widths[0]!, head.normEpsilon);
    const shape = { layerScale, normEpsilon: head.normEpsilon };
    this.stages = widths.map(
      (width, i) => new Stage(stages.child(i), { inputs: widths[i - 1], width, depth: depths[i]!, ...shape }),
    );
    this.head = new ProjectionHead(scope, this.featureWidth, head);
    this.trunk = this.head.trunk;
  }

  embed(images: Tensor4D): Tensor2D {
    return this.head.embed(this.features(images)); // [N, d]
  }

  embedFeatures = (features: Tensor2D): Tensor2D => this.head.embed(features);

  projectFeatures = (features: Tensor2D): Tensor2D => this.head.project(features);

  features(images: Tensor4D): Tensor2D {
    const first = channelNorm(this.stemNorm, this.stem.apply(images));
    const maps = this.stages.reduce((x, stage) => stage.apply(x), first);
    return this.head.normalised(tf.mean(maps, [1, 2])); // [N, width]
  }
}

const patches = (size: number) => ({ size, stride: size, padding: 'valid' as const, initialise: init });

function checkStages(imageSize: number, patchSize: number, depths: readonly number[], widths: readonly number[]): void {
  if (depths.length !== widths.length)
    throw new UserError(
      `option "depths" has ${depths.length} stages and "widths" ${widths.length}: they must be equal`,
    );
  const least = patchSize * 2 ** (widths.length - 1);
  if (imageSize % least !== 0)
    throw new UserError(
      `option "imageSize" = ${imageSize}: patches of ${patchSize} and ${widths.length} stages need a multiple of ${least}`,
    );
}

interface StageOptions {
  /** Absent in the first stage, which doesn't halve the image. */
  readonly inputs: number | undefined;
  readonly width: number;
  readonly depth: number;
  readonly layerScale: number;
  readonly normEpsilon: number;
}

class Stage {
  private readonly down?: { readonly norm: LayerNorm; readonly convolution: Convolution };
  private readonly blocks: readonly Block[];

  constructor(scope: Scope, options: StageOptions) {
    const { inputs, width, depth, normEpsilon } = options;
    if (inputs !== undefined) {
      const norm = new LayerNorm(scope.child('down-norm'), inputs, normEpsilon);
      this.down = { norm, convolution: new Convolution(scope.child('down'), inputs, width, patches(2)) };
    }
    const blocks = scope.child('blocks');
    this.blocks = Array.from({ length: depth }, (_, i) => new Block(blocks.child(i), options));
  }

  apply(x: Tensor4D): Tensor4D {
    const first = this.down ? this.down.convolution.apply(channelNorm(this.down.norm, x)) : x;
    return this.blocks.reduce((maps, block) => block.apply(maps), first);
  }
}

/** x + γ · MLP(LN(depthwise 7 × 7(x))) */
class Block {
  private readonly depthwise: DepthwiseConvolution;
  private readonly norm: LayerNorm;
  private readonly input: Linear;
  private readonly output: Linear;
  private readonly scale: Parameter<[number]>;

  constructor(scope: Scope, { width, layerScale, normEpsilon }: StageOptions) {
    this.depthwise = new DepthwiseConvolution(scope.child('depthwise'), width, 7, init);
    this.norm = new LayerNorm(scope.child('norm'), width, normEpsilon);
    this.input = new Linear(scope.child('mlp/input'), width, 4 * width, init);
    this.output = new Linear(scope.child('mlp/output'), 4 * width, width, init);
    this.scale = scope.parameter('scale', [width], constant(layerScale));
  }

  apply(x: Tensor4D): Tensor4D {
    const width = x.shape[3];
    const rows = tf.reshape<tf.Rank.R2>(this.depthwise.apply(x), [x.size / width, width]);
    const branch = this.output.apply(gelu(this.input.apply(this.norm.apply(rows))));
    return tf.add(x, tf.reshape(tf.mul(branch, this.scale), x.shape)); // [N, H, W, width]
  }
}

export const convnext = defineComponent(ImageEncoder)({
  type: 'convnext',
  options,
  inject: [Parameters, SharingStrategy],
  create: (options, parameters, sharing) => new ConvNext(towerScope(parameters, sharing, 'image'), options),
});
