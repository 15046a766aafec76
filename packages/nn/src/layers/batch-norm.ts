import { type ColumnActivation, columnMoments, columnNorm, tf } from '@alignclip/backend';
import {
  UserError,
  type Parameter,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  type TrainingPass,
} from '@alignclip/core';
import { ones, zeros, type Initialiser } from '../initialisation-scheme';
import type { Scope } from '../scope';

/** `batch`: those of the batch in training; `running`: the running ones, in training too (frozen batch norm). */
export const batchStatistics = ['batch', 'running'] as const;

export interface BatchNormOptions {
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** Share of the batch in the running values, default .1. */
  readonly momentum?: number;
  /** Default `batch`. */
  readonly statistics?: (typeof batchStatistics)[number];
  /** Initial values; by default scale and running variance are 1, bias and running mean 0. */
  readonly scale?: Initialiser;
  readonly bias?: Initialiser;
  readonly mean?: Initialiser;
  readonly variance?: Initialiser;
}

export interface AfterNorm<Maps extends Tensor2D | Tensor4D = Tensor4D> {
  readonly activation?: ColumnActivation;
  /** A residual, added before the activation. */
  readonly added?: Maps | undefined;
}

/**
 * Batch normalisation over the channels of images (Ioffe & Szegedy, arXiv 1502.03167), with PyTorch's conventions: ε
 * inside the root, the running variance is the unbiased one, r ← (1 − m) r + m b. The statistics of the batch are used
 * where a training pass is given, and the running ones elsewhere, and always with `statistics: 'running'` and where scale
 * and bias are frozen. The running values are state, `running-mean` and `running-variance`.
 */
export class BatchNorm {
  readonly scale: Parameter<[number]>;
  readonly bias: Parameter<[number]>;
  private readonly mean: Parameter<[number]>;
  private readonly variance: Parameter<[number]>;

  constructor(
    scope: Scope,
    channels: number,
    private readonly options: BatchNormOptions = {},
  ) {
    this.scale = scope.parameter('scale', [channels], options.scale ?? ones);
    this.bias = scope.parameter('bias', [channels], options.bias ?? zeros);
    this.mean = scope.state('running-mean', [channels], options.mean ?? zeros);
    this.variance = scope.state('running-variance', [channels], options.variance ?? ones);
  }

  /** Whether training takes the statistics of its batches. */
  get usesBatchStatistics(): boolean {
    return this.options.statistics !== 'running' && (this.scale.trainable || this.bias.trainable);
  }

  /**
   * [N, H, W, channels] to the same, or images whose positions are rows, [N · H · W, channels]. Throws UserError where a
   * batch has one value for each channel.
   */
  apply<Maps extends Tensor2D | Tensor4D>(x: Maps, pass?: TrainingPass, after: AfterNorm<Maps> = {}): Maps {
    const { scale, bias } = this;
    const { epsilon = 1e-5 } = this.options;
    const ofBatch = pass && this.usesBatchStatistics ? this.batchMoments(x, pass) : undefined;
    const moments = ofBatch ?? { mean: this.mean, variance: this.variance };
    return columnNorm(x, { ...moments, ...after, scale, bias, epsilon, isOfBatch: ofBatch !== undefined });
  }

  private batchMoments(x: Tensor2D | Tensor4D, pass: TrainingPass): { mean: Tensor1D; variance: Tensor1D } {
    const count = x.size / x.shape.at(-1)!;
    const { momentum = 0.1 } = this.options;
    if (count < 2)
      throw new UserError(
        'batch norm: one value for each channel has no statistics; use a larger trainer.batchSize or image, or statistics "running"',
      );
    const { mean, variance } = columnMoments(x);
    const next = (running: Tensor1D, now: Tensor1D) => tf.add(tf.mul(running, 1 - momentum), tf.mul(now, momentum));
    pass.update(this.mean, next(this.mean, mean));
    pass.update(this.variance, next(this.variance, tf.mul(variance, count / (count - 1))));
    return { mean, variance };
  }
}
