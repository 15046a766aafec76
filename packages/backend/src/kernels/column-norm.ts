import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { differentiable } from './differentiable';
import { type EagerBackend, int } from './eager';
import { sumRows } from './mat-mul';

/** Mean and biased variance of each column, [d]. */
export interface ColumnMoments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

const activations = ['none', 'relu', 'relu6'] as const;
/** `relu6`: min(max(x, 0), 6). */
export type ColumnActivation = (typeof activations)[number];

export interface ColumnNorm extends ColumnMoments {
  readonly scale: Tensor1D;
  readonly bias: Tensor1D;
  readonly epsilon: number;
  /** Whether the moments are those of x itself, so that the gradient goes through them; otherwise they are constants. */
  readonly isOfBatch: boolean;
  readonly activation?: ColumnActivation;
  /** Added before the activation, [n, d]. */
  readonly added?: Tensor2D | undefined;
}

/** Moments of the columns of x [n, d], which the tape takes for constants. */
export function columnMoments(x: Tensor2D): ColumnMoments {
  const [mean, variance] = tf.engine().runKernel<Tensor[]>(momentsName, { x });
  return { mean: mean as Tensor1D, variance: variance as Tensor1D };
}

const momentsName = 'ColumnMoments';

const moments: tf.KernelFunc = ({ inputs }) => {
  const x = inputs['x'] as Tensor2D;
  return tf.tidy(() => {
    const native = customOps();
    const mean = tf.div<Tensor1D>(
      native ? native.executeSingleOutput('AlignclipColumnSums', [], [x]) : sumRows(x),
      x.shape[0],
    );
    const squares = native
      ? native.executeSingleOutput('AlignclipColumnSquares', [], [x, mean])
      : sumRows(tf.square(tf.sub<Tensor2D>(x, mean)));
    return [mean, tf.div(squares, x.shape[0])];
  });
};

for (const backendName of ['tensorflow', 'wasm', 'cpu']) {
  tf.registerKernel({ kernelName: momentsName, backendName, kernelFunc: moments });
}

/**
 * Batch normalisation of columns: y = act((x − μ) / √(σ² + ε) · scale + bias + added), with x [n, d].
 * Ioffe & Szegedy, arXiv 1502.03167.
 */
export function columnNorm(x: Tensor2D, norm: ColumnNorm): Tensor2D {
  const { mean, variance, scale, bias, epsilon, isOfBatch, activation = 'none', added } = norm;
  const kernels = customOps() ? fused(customOps()!, activation) : composed(activation);
  const rule = { kernels, epsilon, isOfBatch, rows: x.shape[0] };
  return differentiable([x, scale, bias, ...(added ? [added] : [])], {
    forward: (save) => {
      const inverse = tf.rsqrt<Tensor1D>(tf.add(variance, epsilon));
      const y = kernels.value(x, mean, tf.mul<Tensor1D>(scale, inverse), bias, added);
      save(activation === 'none' ? [x, mean, inverse, scale] : [x, mean, inverse, scale, y]);
      return y;
    },
    backward: (gradient, saved) => gradients(gradient, saved, rule, added !== undefined),
  });
}

interface Rule {
  readonly kernels: Kernels;
  readonly isOfBatch: boolean;
  readonly rows: number;
}

/**
 * With g the gradient before the activation and c = x − μ: dscale = Σ g c / σ, dbias = Σ g, and dx = g s / σ, less, for
 * moments of the batch, (Σ g + c Σ g c / σ²) s / (σ n).
 */
function gradients(dy: Tensor2D, saved: Tensor[], { kernels, isOfBatch, rows }: Rule, hasAdded: boolean): Tensor[] {
  const [x, mean, inverse, scale, y] = saved as [Tensor2D, Tensor1D, Tensor1D, Tensor1D, Tensor2D | undefined];
  const g = hasAdded && y ? kernels.beforeActivation(dy, y) : dy;
  const shown = hasAdded ? undefined : y;
  const [sum, along] = kernels.sums(x, mean, g, shown);
  const gain = tf.mul<Tensor1D>(scale, inverse);
  const share = tf.mul<Tensor1D>(gain, isOfBatch ? -1 / rows : 0);
  const slope = tf.mul<Tensor1D>(tf.mul(share, tf.square(inverse)), along);
  const dx = kernels.gradient(x, mean, g, shown, [gain, slope, tf.mul(share, sum)]);
  return [dx, tf.mul(along, inverse), sum, ...(hasAdded ? [y ? g : dy.clone()] : [])];
}

/** The passes over [n, d]. Where y is given, gradients are those after the activation, and y tells where it was flat. */
interface Kernels {
  /** act((x − mean) · gain + bias + added) */
  value(x: Tensor2D, mean: Tensor1D, gain: Tensor1D, bias: Tensor1D, added: Tensor2D | undefined): Tensor2D;
  beforeActivation(dy: Tensor2D, y: Tensor2D): Tensor2D;
  /** Σ g and Σ g (x − mean) */
  sums(x: Tensor2D, mean: Tensor1D, dy: Tensor2D, y: Tensor2D | undefined): [sum: Tensor1D, along: Tensor1D];
  /** g · a + (x − mean) · b + c */
  gradient(
    x: Tensor2D,
    mean: Tensor1D,
    dy: Tensor2D,
    y: Tensor2D | undefined,
    coefficients: readonly [a: Tensor1D, b: Tensor1D, c: Tensor1D],
  ): Tensor2D;
}

function fused(native: EagerBackend, activation: ColumnActivation): Kernels {
  const kind = [int('activation', activations.indexOf(activation))];
  const plain = [int('activation', 0)];
  const one = (name: string, attributes: typeof kind, inputs: Tensor[]) =>
    native.executeSingleOutput(name, attributes, inputs) as Tensor2D;
  return {
    value: (x, mean, gain, bias, added) =>
      added
        ? one('AlignclipColumnNormAdd', kind, [x, mean, gain, bias, added])
        : one('AlignclipColumnNorm', kind, [x, mean, gain, bias]),
    beforeActivation: (dy, y) => one('AlignclipActivationGrad', kind, [dy, y]),
    sums: (x, mean, dy, y) =>
      native.executeMultipleOutputs('AlignclipColumnNormSums', y ? kind : plain, [x, mean, dy, y ?? dy], 2) as [
        Tensor1D,
        Tensor1D,
      ],
    gradient: (x, mean, dy, y, coefficients) =>
      one('AlignclipColumnNormGrad', y ? kind : plain, [x, mean, dy, y ?? dy, ...coefficients]),
  };
}

function composed(activation: ColumnActivation): Kernels {
  const beforeActivation = (dy: Tensor2D, y: Tensor2D): Tensor2D => {
    const rises = activation === 'relu6' ? tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)) : tf.greater(y, 0);
    return tf.mul(dy, tf.cast(rises, 'float32'));
  };
  const before = (dy: Tensor2D, y: Tensor2D | undefined) => (y ? beforeActivation(dy, y) : dy);
  return {
    value: (x, mean, gain, bias, added) => {
      const normal = tf.add<Tensor2D>(tf.mul(tf.sub(x, mean), gain), bias);
      return activated(added ? tf.add(normal, added) : normal, activation);
    },
    beforeActivation,
    sums: (x, mean, dy, y) => {
      const g = before(dy, y);
      return [sumRows(g), sumRows(tf.mul(g, tf.sub(x, mean)))];
    },
    gradient: (x, mean, dy, y, [a, b, c]) => tf.add(tf.add(tf.mul(before(dy, y), a), tf.mul(tf.sub(x, mean), b)), c),
  };
}

const activated = (x: Tensor2D, activation: ColumnActivation): Tensor2D =>
  activation === 'none' ? x : activation === 'relu' ? tf.relu(x) : tf.clipByValue(x, 0, 6);
