import { gelu, tf } from '@alignclip/backend';
import {
  defineComponent,
  ImageEncoder,
  SharingStrategy,
  UserError,
  type Tensor2D,
  type Tensor4D,
} from '@alignclip/core';
import { channelNorm, Convolution, LayerNorm, normal, Parameters, towerScope, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import { headShape, ProjectionHead } from './projection-head';

const options = z.strictObject({
  imageSize: z.int().positive().default(32).describe('edge of the input image in pixels'),
  widths: z
    .array(z.int().positive())
    .min(1)
    .default([32, 64, 128])
    .describe('channels of each stage; every stage halves the image, the last width is that of the features'),
  ...headShape,
});

/**
 * A small convolutional tower that trains in minutes: for each stage a 3 × 3 convolution of stride 2 and one of stride 1
 * with a residual branch, each with LayerNorm over channels and GELU; mean over positions, LayerNorm, projection. No batch
 * statistics, so an image's embedding never depends on its batch.
 */
export class ConvNet implements ImageEncoder {
  readonly modality = 'image';
  readonly size: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  private readonly stages: readonly Stage[];
  private readonly head: ProjectionHead;

  /** Throws UserError where an image is too small for the stages. */
  constructor(scope: Scope, given: z.input<typeof options>) {
    const { imageSize, widths, ...head } = options.parse(given);
    const least = 2 ** widths.length;
    if (imageSize % least !== 0)
      throw new UserError(
        `option "imageSize" = ${imageSize}: ${widths.length} stages halve it, so use a multiple of ${least}`,
      );
    const stages = scope.child('stages');
    this.size = imageSize;
    this.embeddingWidth = head.embeddingWidth;
    this.featureWidth = widths.at(-1)!;
    this.stages = widths.map((width, i) => new Stage(stages.child(i), widths[i - 1] ?? 3, width));
    this.head = new ProjectionHead(scope, this.featureWidth, head);
    this.trunk = this.head.trunk;
  }

  embed(images: Tensor4D): Tensor2D {
    return this.head.embed(this.features(images)); // [N, d]
  }

  embedFeatures(features: Tensor2D): Tensor2D {
    return this.head.embed(features);
  }

  projectFeatures(features: Tensor2D): Tensor2D {
    return this.head.project(features);
  }

  features(images: Tensor4D): Tensor2D {
    const maps = this.stages.reduce((x, stage) => stage.apply(x), images);
    return this.head.normalised(tf.mean(maps, [1, 2])); // [N, width]
  }
}

class Stage {
  private readonly down: Convolution;
  private readonly norm1: LayerNorm;
  private readonly same: Convolution;
  private readonly norm2: LayerNorm;

  constructor(scope: Scope, inputs: number, width: number) {
    const initialise = (fanIn: number) => normal(Math.sqrt(2 / fanIn));
    this.down = new Convolution(scope.child('down'), inputs, width, {
      size: 3,
      stride: 2,
      initialise: initialise(9 * inputs),
    });
    this.norm1 = new LayerNorm(scope.child('norm-1'), width);
    this.same = new Convolution(scope.child('same'), width, width, { size: 3, initialise: initialise(9 * width) });
    this.norm2 = new LayerNorm(scope.child('norm-2'), width);
  }

  apply(x: Tensor4D): Tensor4D {
    const halved = activated(channelNorm(this.norm1, this.down.apply(x)));
    return tf.add(halved, activated(channelNorm(this.norm2, this.same.apply(halved)))); // [N, H / 2, W / 2, width]
  }
}

function activated(x: Tensor4D): Tensor4D {
  const channels = x.shape[3];
  return tf.reshape(gelu(tf.reshape(x, [x.size / channels, channels])), x.shape);
}

export const convNet = defineComponent(ImageEncoder)({
  type: 'conv-net',
  options,
  inject: [Parameters, SharingStrategy],
  create: (options, parameters, sharing) => new ConvNet(towerScope(parameters, sharing, 'image'), options),
});
