import { matMul, tf } from '@alignclip/backend';
import type { Parameter, Tensor2D, Tensor4D } from '@alignclip/core';
import { normal, ones, zeros, type Scope } from '@alignclip/nn';
import type { StageShape } from './architecture';
import type { InitialValues } from './pretrained-weights';

/** Where a part takes its parameters and initial values from, and whether it trains them. */
export interface Source {
  readonly scope: Scope;
  readonly values: InitialValues;
  readonly isTrained: boolean;
}

interface UnitShape {
  readonly kind: 'full' | 'depthwise';
  /** Edge of the kernel. */
  readonly size: number;
  readonly stride?: number;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether ReLU6 follows. */
  readonly isActivated: boolean;
}

/** In the weights file, the names of a unit's convolution and of its batch norm. */
export interface UnitNames {
  readonly convolution: string;
  readonly norm: string;
}

const epsilon = 1e-3;

/** Convolution without bias, TensorFlow's SAME padding, batch norm with its running statistics, ReLU6. */
export class Unit {
  private readonly kernel: Parameter<[number, number, number, number]>;
  private readonly scale: Parameter<[number]>;
  private readonly bias: Parameter<[number]>;
  private readonly mean: Parameter<[number]>;
  private readonly variance: Parameter<[number]>;

  constructor(
    { scope, values, isTrained }: Source,
    private readonly shape: UnitShape,
    names: UnitNames,
  ) {
    const { kind, size, inputs, outputs } = shape;
    const deep = kind === 'depthwise' ? 1 : outputs;
    const norm = scope.child('norm');
    const fanOut = size * size * deep;
    this.kernel = scope.parameter(
      'kernel',
      [size, size, inputs, deep],
      values(`${names.convolution}.weight`, normal(Math.sqrt(2 / fanOut))),
    );
    this.scale = norm.parameter('scale', [outputs], values(`${names.norm}.weight`, ones));
    this.bias = norm.parameter('bias', [outputs], values(`${names.norm}.bias`, zeros));
    this.mean = norm.parameter('running-mean', [outputs], values(`${names.norm}.running_mean`, zeros));
    this.variance = norm.parameter('running-variance', [outputs], values(`${names.norm}.running_var`, ones));
    for (const state of [this.mean, this.variance]) state.trainable = false;
    if (!isTrained) for (const parameter of [this.kernel, this.scale, this.bias]) parameter.trainable = false;
  }

  apply(x: Tensor4D): Tensor4D {
    const normal = tf.batchNorm4d(this.convolve(x), this.mean, this.variance, this.bias, this.scale, epsilon);
    return this.shape.isActivated ? tf.relu6(normal) : normal; // [N, H / stride, W / stride, outputs]
  }

  private convolve(x: Tensor4D): Tensor4D {
    const { kind, size, stride = 1 } = this.shape;
    if (kind === 'depthwise') return tf.depthwiseConv2d(x, this.kernel, stride, 'same');
    if (size > 1) return tf.conv2d(x, this.kernel, stride, 'same');
    return this.mixChannels(x);
  }

  private mixChannels(x: Tensor4D): Tensor4D {
    const { inputs, outputs } = this.shape;
    const [count, height, width] = x.shape;
    const rows: Tensor2D = tf.reshape(x, [count * height * width, inputs]);
    const kernel: Tensor2D = tf.reshape(this.kernel, [inputs, outputs]);
    return tf.reshape(matMul(rows, kernel), [count, height, width, outputs]);
  }
}

/** Expansion, depthwise convolution, projection; x is added where neither size nor width changes. */
export class InvertedResidual {
  private readonly units: readonly Unit[];
  private readonly isResidual: boolean;

  /** `name`: of the block in the weights file. */
  constructor(source: Source, inputs: number, { kernel, stride, expansion, width }: StageShape, name: string) {
    const inside = inputs * expansion;
    const at = (child: string): Source => ({ ...source, scope: source.scope.child(child) });
    const names = (convolution: string, norm: string): UnitNames => ({
      convolution: `${name}.${convolution}`,
      norm: `${name}.${norm}`,
    });
    this.isResidual = stride === 1 && inputs === width;
    this.units = [
      ...(expansion === 1
        ? []
        : [
            new Unit(
              at('expand'),
              { kind: 'full', size: 1, inputs, outputs: inside, isActivated: true },
              names('_expand_conv', '_bn0'),
            ),
          ]),
      new Unit(
        at('depthwise'),
        { kind: 'depthwise', size: kernel, stride, inputs: inside, outputs: inside, isActivated: true },
        names('_depthwise_conv', '_bn1'),
      ),
      new Unit(
        at('project'),
        { kind: 'full', size: 1, inputs: inside, outputs: width, isActivated: false },
        names('_project_conv', '_bn2'),
      ),
    ];
  }

  apply(x: Tensor4D): Tensor4D {
    const y = this.units.reduce((maps, unit) => unit.apply(maps), x);
    return this.isResidual ? tf.add(x, y) : y;
  }
}
