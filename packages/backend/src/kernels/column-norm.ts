import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { differentiable } from './differentiable';
import { bool, type EagerBackend, float, int } from './eager';
import { sumRows } from './mat-mul';

/** Mean and biased variance of each column, [d]. */
export interface ColumnMoments {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

const activations = ['none', 'relu', 'relu6'] as const;
/** `relu6`: min(max(x, 0), 6). */
export type ColumnActivation = (typeof activations)[number];

/** How to normalise; all vectors are [d]. */
export interface ColumnNorm extends ColumnMoments {
  readonly scale: Tensor1D;
  readonly bias: Tensor1D;
  readonly epsilon: number;
  /** Whether the moments are those of x itself, so that the gradient goes through them; otherwise they are constants. */
  readonly isOfBatch: boolean;
  readonly activation?: ColumnActivation;
  /** Added before the activation, of the shape of x. */
  readonly added?: Tensor | undefined;
}

/** Moments of the columns of x [.., d], which the tape takes for constants. */
export function columnMoments(x: Tensor): ColumnMoments {
  const [mean, variance] = tf.engine().runKernel<Tensor[]>(momentsName, { x });
  return { mean: mean as Tensor1D, variance: variance as Tensor1D };
}

const momentsName = 'ColumnMoments';

const moments: tf.KernelFunc = ({ inputs }) => {
  const native = customOps();
  if (native) return native.executeMultipleOutputs('AlignclipColumnMoments', [], [inputs['x'] as Tensor], 2);
  return tf.tidy(() => {
    const x = rowsOf(inputs['x'] as Tensor);
    const mean = tf.div<Tensor1D>(sumRows(x), x.shape[0]);
    return [mean, tf.div(sumRows(tf.square(tf.sub<Tensor2D>(x, mean))), x.shape[0])];
  });
};

for (const backendName of ['tensorflow', 'wasm', 'cpu']) {
  tf.registerKernel({ kernelName: momentsName, backendName, kernelFunc: moments });
}

/**
 * Batch normalisation of columns: y = act((x − μ) / √(σ² + ε) · scale + bias + added), with x [.., d].
 * Ioffe & Szegedy, arXiv 1502.03167.
 */
export function columnNorm<T extends Tensor>(x: T, norm: ColumnNorm): T {
  const { mean, variance, scale, bias, activation = 'none', added } = norm;
  const native = customOps();
  const passes = native ? fused(native, norm) : composed(norm);
  const isFlat = activation === 'none';
  return differentiable([x, scale, bias, ...(added ? [added] : [])], {
    forward: (save) => {
      const y = passes.value(x, norm) as T;
      save([x, mean, variance, scale, ...(isFlat ? [] : [y])]);
      return y;
    },
    backward: (dy, [input, mean, variance, scale, y]) => {
      const moments = { mean: mean as Tensor1D, variance: variance as Tensor1D, scale: scale as Tensor1D };
      if (!added) return passes.gradients(input!, moments, dy, y);
      const g = y ? passes.beforeActivation(dy, y) : dy.clone();
      return [...passes.gradients(input!, moments, g, undefined), g];
    },
  });
}

type Vectors = Pick<ColumnNorm, 'mean' | 'variance' | 'scale'>;

/** Where y is given, gradients are those after the activation, and y tells where it was flat. */
interface Passes {
  value(x: Tensor, norm: ColumnNorm): Tensor;
  beforeActivation(dy: Tensor, y: Tensor): Tensor;
  /** Of x, scale and bias. */
  gradients(x: Tensor, vectors: Vectors, dy: Tensor, y: Tensor | undefined): [Tensor, Tensor, Tensor];
}

function fused(native: EagerBackend, { epsilon, activation = 'none', isOfBatch }: ColumnNorm): Passes {
  const [own, plain] = [activation, 'none' as const].map((kind) => int('activation', activations.indexOf(kind)));
  const small = float('epsilon', epsilon);
  return {
    value: (x, { mean, variance, scale, bias, added }) => {
      const name = added ? 'AlignclipColumnNormAdd' : 'AlignclipColumnNorm';
      const inputs = [x, mean, variance, scale, bias, ...(added ? [added] : [])];
      return native.executeSingleOutput(name, [small, own!], inputs);
    },
    beforeActivation: (dy, y) => native.executeSingleOutput('AlignclipActivationGrad', [own!], [dy, y]),
    gradients: (x, { mean, variance, scale }, dy, y = dy) => {
      const kind = y === dy ? plain! : own!;
      const attributes = [small, kind, bool('of_batch', isOfBatch)];
      const inputs = [x, mean, variance, scale, dy, y];
      const sums = native.executeMultipleOutputs('AlignclipColumnNormSums', attributes, inputs, 5);
      const [dscale, dbias, ...factors] = sums as [Tensor, Tensor, ...Tensor[]];
      return [
        native.executeSingleOutput('AlignclipColumnNormGrad', [kind], [x, mean, dy, y, ...factors]),
        dscale,
        dbias,
      ];
    },
  };
}

/**
 * With g the gradient before the activation and c = x − μ: dscale = Σ g c / σ, dbias = Σ g, and dx = g s / σ, less, for
 * moments of the batch, (Σ g + c Σ g c / σ²) s / (σ n).
 */
function composed({ epsilon, activation = 'none', isOfBatch }: ColumnNorm): Passes {
  const inverse = (variance: Tensor1D) => tf.rsqrt<Tensor1D>(tf.add(variance, epsilon));
  const beforeActivation = (dy: Tensor, y: Tensor): Tensor => {
    const rises = activation === 'relu6' ? tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)) : tf.greater(y, 0);
    return tf.mul(dy, tf.cast(rises, 'float32'));
  };
  return {
    value: (x, { mean, variance, scale, bias, added }) => {
      const normal = tf.add(tf.mul(tf.sub(x, mean), tf.mul(scale, inverse(variance))), bias);
      return activated(added ? tf.add(normal, added) : normal, activation);
    },
    beforeActivation,
    gradients: (x, { mean, variance, scale }, dy, y) => {
      const [g, centred] = [y ? beforeActivation(dy, y) : dy, tf.sub(x, mean)].map(rowsOf) as [Tensor2D, Tensor2D];
      const [sum, along] = [sumRows(g), sumRows(tf.mul(g, centred))];
      const gain = tf.mul<Tensor1D>(scale, inverse(variance));
      const share = tf.mul<Tensor1D>(gain, isOfBatch ? -1 / g.shape[0] : 0);
      const slope = tf.mul(tf.mul(share, tf.square(inverse(variance))), along);
      const dx = tf.add(tf.add(tf.mul(g, gain), tf.mul(centred, slope)), tf.mul(share, sum));
      return [tf.reshape(dx, x.shape), tf.mul(along, inverse(variance)), sum];
    },
  };
}

/** [.., d] to [n, d]. */
const rowsOf = (x: Tensor): Tensor2D => {
  const columns = x.shape.at(-1)!;
  return tf.reshape(x, [x.size / columns, columns]);
};

const activated = (x: Tensor, activation: ColumnActivation): Tensor =>
  activation === 'none' ? x : activation === 'relu' ? tf.relu(x) : tf.clipByValue(x, 0, 6);
