import { tf } from '@alignclip/backend';
import type { Tensor4D, TrainingPass } from '@alignclip/core';
import {
  BatchNorm,
  Convolution,
  uniform,
  zeros,
  type AfterNorm,
  type BatchNormOptions,
  type Scope,
} from '@alignclip/nn';

/** The means of squares of this edge. */
export const averaged = (x: Tensor4D, stride: number): Tensor4D =>
  stride === 1 ? x : tf.avgPool(x, stride, stride, 'valid');

interface UnitShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly stride?: number;
  readonly norm: BatchNormOptions;
}

/** A convolution without bias, batch norm, and ReLU unless told otherwise: `<conv>/kernel`, `<norm>/scale`, … */
export class Unit {
  private readonly convolution: Convolution;
  private readonly norm: BatchNorm;

  constructor(scope: Scope, conv: string, norm: string, shape: UnitShape) {
    const { inputs, outputs, size, stride = 1 } = shape;
    const initialise = uniform((inputs * size ** 2) ** -0.5);
    const padding = stride === 1 ? 'same' : (size - 1) / 2;
    this.convolution = new Convolution(scope.child(conv), inputs, outputs, {
      ...{ size, stride, padding, initialise, hasBias: false },
    });
    this.norm = new BatchNorm(scope.child(norm), outputs, shape.norm);
  }

  get usesBatchStatistics(): boolean {
    return this.norm.usesBatchStatistics;
  }

  apply(x: Tensor4D, pass: TrainingPass | undefined, after: AfterNorm = { activation: 'relu' }): Tensor4D {
    return this.norm.apply(this.convolution.apply(x), pass, after);
  }
}

/** Three 3 × 3 convolutions, the first of stride 2, under `conv-<i>` and `norm-<i>`. */
export function stemUnits(scope: Scope, width: number, norm: BatchNormOptions): Unit[] {
  const widths = [3, width / 2, width / 2, width];
  return [1, 2, 3].map((i) => {
    const shape = { inputs: widths[i - 1]!, outputs: widths[i]!, size: 3, stride: i === 1 ? 2 : 1, norm };
    return new Unit(scope, `conv-${i}`, `norm-${i}`, shape);
  });
}

/** The blocks of all stages in a row, `<stage>/blocks/<i>`; each stage after the first halves the image. */
export function bottlenecks(
  scope: Scope,
  layers: readonly number[],
  width: number,
  norm: BatchNormOptions,
): Bottleneck[] {
  return layers.flatMap((count, stage) => {
    const inner = width * 2 ** stage;
    return Array.from({ length: count }, (_, i) => {
      const inputs = i > 0 ? 4 * inner : stage === 0 ? width : 2 * inner;
      const stride = i === 0 && stage > 0 ? 2 : 1;
      return new Bottleneck(scope.child(stage).child('blocks').child(i), { inputs, inner, stride, norm });
    });
  });
}

interface BottleneckShape {
  readonly inputs: number;
  readonly inner: number;
  readonly stride: number;
  readonly norm: BatchNormOptions;
}

/** 1 × 1, 3 × 3, average, 1 × 1 to four times the width, added to the input or to its average under a 1 × 1 convolution. */
export class Bottleneck {
  private readonly units: readonly [Unit, Unit, Unit];
  private readonly down?: Unit;
  private readonly stride: number;

  constructor(scope: Scope, { inputs, inner, stride, norm }: BottleneckShape) {
    const outputs = 4 * inner;
    this.stride = stride;
    this.units = [
      new Unit(scope, 'conv-1', 'norm-1', { inputs, outputs: inner, size: 1, norm }),
      new Unit(scope, 'conv-2', 'norm-2', { inputs: inner, outputs: inner, size: 3, norm }),
      new Unit(scope, 'conv-3', 'norm-3', { inputs: inner, outputs, size: 1, norm: { ...norm, scale: zeros } }),
    ];
    if (stride > 1 || inputs !== outputs)
      this.down = new Unit(scope, 'down', 'down-norm', { inputs, outputs, size: 1, norm });
  }

  get usesBatchStatistics(): boolean {
    return [...this.units, this.down].some((unit) => unit?.usesBatchStatistics);
  }

  apply(x: Tensor4D, pass: TrainingPass | undefined): Tensor4D {
    const [first, second, third] = this.units;
    const inner = averaged(second.apply(first.apply(x, pass), pass), this.stride);
    const added = this.down ? this.down.apply(averaged(x, this.stride), pass, {}) : x;
    return third.apply(inner, pass, { activation: 'relu', added }); // [N, H / stride, W / stride, outputs]
  }
}
