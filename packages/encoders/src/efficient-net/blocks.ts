import { matMul, tf } from '@alignclip/backend';
import type { Parameter, Tensor2D, Tensor4D, TrainingPass } from '@alignclip/core';
import { BatchNorm, normal, ones, zeros, type batchStatistics, type Scope } from '@alignclip/nn';
import type { StageShape } from './architecture';
import type { InitialValues } from './pretrained-weights';

/** Where a part takes its parameters and initial values from, and how it trains them. */
export interface Source {
  readonly scope: Scope;
  readonly values: InitialValues;
  readonly statistics: (typeof batchStatistics)[number];
  readonly isTrained: boolean;
}

/** Maps [N, H, W, C] as rows, one for each position, which spares their convolutions of 1 × 1 two copies each. */
export interface Maps {
  readonly rows: Tensor2D; // [N · H · W, C]
  readonly shape: readonly [count: number, height: number, width: number];
}

export const mapsOf = (x: Tensor4D): Maps => {
  const [count, height, width, channels] = x.shape;
  return { rows: tf.reshape(x, [count * height * width, channels]), shape: [count, height, width] };
};

const imagesOf = ({ rows, shape }: Maps): Tensor4D => tf.reshape(rows, [...shape, rows.shape[1]]);

interface UnitShape {
  readonly kind: 'full' | 'depthwise' | 'pointwise';
  /** Edge of the kernel, 1 of `pointwise`. */
  readonly size?: number;
  readonly stride?: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** In the weights file, the names of a unit's convolution and of its batch norm. */
export interface UnitNames {
  readonly convolution: string;
  readonly norm: string;
}

interface AfterNorm {
  readonly activation: 'relu6' | 'none';
  readonly added?: Tensor2D | undefined;
}

/** Convolution without bias, TensorFlow's SAME padding; batch norm; activation. */
export class Unit {
  readonly norms: readonly [BatchNorm];
  private readonly convolve: (x: Maps) => Maps;

  constructor({ scope, values, statistics, isTrained }: Source, shape: UnitShape, names: UnitNames) {
    const drawn = normal(Math.sqrt(2 / fanOut(shape)));
    const kernel = scope.parameter('kernel', kernelShape(shape), values(`${names.convolution}.weight`, drawn));
    const of = (name: string, usual: typeof ones) => values(`${names.norm}.${name}`, usual);
    const norm = new BatchNorm(scope.child('norm'), shape.outputs, {
      ...{ epsilon: 1e-3, momentum: 0.01, statistics },
      ...{ scale: of('weight', ones), bias: of('bias', zeros) },
      ...{ mean: of('running_mean', zeros), variance: of('running_var', ones) },
    });
    if (!isTrained) for (const parameter of [kernel, norm.scale, norm.bias]) parameter.trainable = false;
    this.norms = [norm];
    this.convolve = convolution(shape, kernel);
  }

  apply(x: Maps, pass?: TrainingPass, after: AfterNorm = { activation: 'relu6' }): Maps {
    const { rows, shape } = this.convolve(x);
    return { rows: this.norms[0].apply(rows, pass, after), shape };
  }
}

const fanOut = ({ kind, size = 1, outputs }: UnitShape): number => size * size * (kind === 'depthwise' ? 1 : outputs);

function kernelShape({ kind, size = 1, inputs, outputs }: UnitShape): readonly number[] {
  return kind === 'pointwise' ? [inputs, outputs] : [size, size, inputs, kind === 'depthwise' ? 1 : outputs];
}

function convolution({ kind, stride = 1 }: UnitShape, kernel: Parameter<readonly number[]>): (x: Maps) => Maps {
  if (kind === 'pointwise') {
    const matrix = kernel as Parameter<[number, number]>;
    return ({ rows, shape }) => ({ rows: matMul(rows, matrix), shape });
  }
  const filters = kernel as Parameter<[number, number, number, number]>;
  const run = kind === 'depthwise' ? tf.depthwiseConv2d<Tensor4D> : tf.conv2d<Tensor4D>;
  return (x) => mapsOf(run(imagesOf(x), filters, stride, 'same'));
}

/** Expansion, depthwise convolution, projection; x is added where neither size nor width changes. */
export class InvertedResidual {
  readonly norms: readonly BatchNorm[];
  private readonly units: readonly Unit[];
  private readonly project: Unit;
  private readonly isResidual: boolean;

  /** `name`: of the block in the weights file. */
  constructor(source: Source, inputs: number, { kernel, stride, expansion, width }: StageShape, name: string) {
    const inside = inputs * expansion;
    const unit = (child: string, shape: UnitShape, convolution: string, norm: string): Unit =>
      new Unit({ ...source, scope: source.scope.child(child) }, shape, {
        convolution: `${name}.${convolution}`,
        norm: `${name}.${norm}`,
      });
    const wide = { inputs: inside, outputs: inside };
    this.isResidual = stride === 1 && inputs === width;
    this.units = [
      ...(expansion === 1
        ? []
        : [unit('expand', { kind: 'pointwise', inputs, outputs: inside }, '_expand_conv', '_bn0')]),
      unit('depthwise', { kind: 'depthwise', size: kernel, stride, ...wide }, '_depthwise_conv', '_bn1'),
    ];
    this.project = unit('project', { kind: 'pointwise', inputs: inside, outputs: width }, '_project_conv', '_bn2');
    this.norms = [...this.units, this.project].flatMap(({ norms }) => norms);
  }

  apply(x: Maps, pass?: TrainingPass): Maps {
    const y = this.units.reduce((maps, unit) => unit.apply(maps, pass), x);
    return this.project.apply(y, pass, { activation: 'none', added: this.isResidual ? x.rows : undefined });
  }
}
