import { matMul, tf } from '@alignclip/backend';
import type { Parameter, Tensor4D } from '@alignclip/core';
import { zeros, type Initialiser } from '../initialisation-scheme';
import type { Scope } from '../scope';
import type { LayerNorm } from './linear';

interface ConvolutionOptions {
  /** Edge of the kernel. */
  readonly size: number;
  readonly stride?: number;
  /** `same` pads with zeros as TensorFlow does, at the end first; `valid` not at all; a number: as many on each side. */
  readonly padding?: 'same' | 'valid' | number;
  /** Default true. */
  readonly hasBias?: boolean;
  readonly initialise: Initialiser;
}

/** y = x * W + b over images [N, H, W, C], with W [size, size, inputs, outputs]. */
export class Convolution {
  private readonly kernel: Parameter<[number, number, number, number]>;
  private readonly bias?: Parameter<[number]>;

  constructor(
    scope: Scope,
    inputs: number,
    outputs: number,
    private readonly options: ConvolutionOptions,
  ) {
    const { size, initialise, hasBias = true } = options;
    this.kernel = scope.parameter('kernel', [size, size, inputs, outputs], initialise);
    if (hasBias) this.bias = scope.parameter('bias', [outputs], zeros);
  }

  /** [N, H / stride, W / stride, outputs] */
  apply(x: Tensor4D): Tensor4D {
    const y = this.product(x);
    return this.bias ? tf.add(y, this.bias) : y;
  }

  private product(x: Tensor4D): Tensor4D {
    const { size, stride = 1, padding = 'same' } = this.options;
    if (size === 1 && stride === 1 && typeof padding === 'string') return pointwise(x, this.kernel);
    if (typeof padding === 'string') return tf.conv2d(x, this.kernel, stride, padding);
    const sides: [number, number] = [padding, padding];
    return tf.conv2d(tf.pad(x, [[0, 0], sides, sides, [0, 0]]), this.kernel, stride, 'valid');
  }
}

/** A 1 × 1 convolution as a product of rows, which is faster and so are its gradients. */
function pointwise(x: Tensor4D, kernel: Tensor4D): Tensor4D {
  const [batch, height, width, inputs] = x.shape;
  const outputs = kernel.shape[3];
  const rows = tf.reshape<tf.Rank.R2>(x, [batch * height * width, inputs]);
  const product = matMul(rows, tf.reshape(kernel, [inputs, outputs]));
  return tf.reshape(product, [batch, height, width, outputs]);
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
