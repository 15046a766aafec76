import { tf } from '@alignclip/backend';
import type { Parameter, Tensor4D } from '@alignclip/core';
import { zeros, type Initialiser } from '../initialisation-scheme';
import type { Scope } from '../scope';
import type { LayerNorm } from './linear';

interface ConvolutionOptions {
  /** Edge of the kernel. */
  readonly size: number;
  readonly stride?: number;
  /** `same` pads with zeros as TensorFlow does, at the end first; `valid` not at all. */
  readonly padding?: 'same' | 'valid';
  readonly initialise: Initialiser;
}

/** y = x * W + b over images [N, H, W, C], with W [size, size, inputs, outputs]. */
export class Convolution {
  private readonly kernel: Parameter<[number, number, number, number]>;
  private readonly bias: Parameter<[number]>;

  constructor(
    scope: Scope,
    inputs: number,
    outputs: number,
    private readonly options: ConvolutionOptions,
  ) {
    const { size, initialise } = options;
    this.kernel = scope.parameter('kernel', [size, size, inputs, outputs], initialise);
    this.bias = scope.parameter('bias', [outputs], zeros);
  }

  apply(x: Tensor4D): Tensor4D {
    const { stride = 1, padding = 'same' } = this.options;
    return tf.add(tf.conv2d(x, this.kernel, stride, padding), this.bias); // [N, H / stride, W / stride, outputs]
  }
}

/** The same with one kernel for each channel, W [size, size, channels, 1], stride 1, `same` padding. */
export class DepthwiseConvolution {
  private readonly kernel: Parameter<[number, number, number, number]>;
  private readonly bias: Parameter<[number]>;

  constructor(scope: Scope, channels: number, size: number, initialise: Initialiser) {
    this.kernel = scope.parameter('kernel', [size, size, channels, 1], initialise);
    this.bias = scope.parameter('bias', [channels], zeros);
  }

  apply(x: Tensor4D): Tensor4D {
    return tf.add(tf.depthwiseConv2d(x, this.kernel, 1, 'same'), this.bias); // [N, H, W, channels]
  }
}

/** LayerNorm over the channels of each position. */
export function channelNorm(norm: LayerNorm, x: Tensor4D): Tensor4D {
  const channels = x.shape[3];
  return tf.reshape(norm.apply(tf.reshape(x, [x.size / channels, channels])), x.shape);
}
