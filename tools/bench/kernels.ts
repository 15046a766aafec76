/**
 * Medians of the kernels, composed of TensorFlow's operations against our own ones, and of one transformer block with
 * the share of each operation: node tools/run.cjs tools/bench/kernels.ts
 */
import {
  adamWStep,
  attention,
  biasGelu,
  crossEntropyWithDiagonal,
  customOps,
  embeddingLookup,
  layerNorm,
  linear,
  matMul,
  normalizeRows,
  selectBackend,
  tf,
} from '@alignclip/backend';
import { type Tensor, type Tensor1D, type Tensor2D, UserError } from '@alignclip/core';
import { count, runBench } from './step/bench-arguments';

const shape = { batch: 128, tokens: 65, heads: 6, causal: false };
const width = 192;
const rows = shape.batch * shape.tokens;
/** Set by `main`. */
let repeats = 9;

type Kernel = (...inputs: Tensor[]) => Tensor;
const as1D = (x: Tensor | undefined): Tensor1D => x as Tensor1D;
const as2D = (x: Tensor | undefined): Tensor2D => x as Tensor2D;
const normal = (...size: number[]): Tensor => tf.randomNormal(size, 0, 0.05, 'float32', 1);
type Case = [kernel: Kernel, ...inputs: Tensor[]];

const cases = (): Record<string, Case> => ({
  layerNorm: [(x, g, b) => layerNorm(as2D(x), as1D(g), as1D(b)), normal(rows, width), normal(width), normal(width)],
  biasGelu: [(x, b) => biasGelu(as2D(x), as1D(b)), normal(rows, 4 * width), normal(4 * width)],
  attention: [(qkv) => attention(as2D(qkv), shape), normal(rows, 3 * width)],
  'attention, causal': [(qkv) => attention(as2D(qkv), { ...shape, causal: true }), normal(rows, 3 * width)],
  normalizeRows: [(x) => normalizeRows(as2D(x)), normal(shape.batch, width)],
  embeddingLookup: [(table) => embeddingLookup(as2D(table), tokenIds()), normal(2000, width)],
  crossEntropyWithDiagonal: [(logits) => crossEntropyWithDiagonal(as2D(logits)), normal(shape.batch, shape.batch)],
  'transformer block': [(...given) => block(given), normal(rows, width), ...blockWeights()],
});

function tokenIds(): Tensor1D {
  return tf.tensor1d(
    Array.from({ length: rows }, (_, index) => (index * 7919) % 2000),
    'int32',
  );
}

function blockWeights(): Tensor[] {
  const sizes = [[width], [width], [width, 3 * width], [3 * width], [width, width], [width]];
  const mlp = [[width], [width], [width, 4 * width], [4 * width], [4 * width, width], [width]];
  return [...sizes, ...mlp].map((size) => normal(...size));
}

function block([x, g1, b1, qkv, qkvBias, out, outBias, g2, b2, up, upBias, down, downBias]: Tensor[]): Tensor {
  const packed = linear(layerNorm(as2D(x), as1D(g1), as1D(b1)), as2D(qkv), as1D(qkvBias));
  const middle = tf.add<Tensor2D>(as2D(x), linear(attention(packed, shape), as2D(out), as1D(outBias)));
  const inner = biasGelu(matMul(layerNorm(middle, as1D(g2), as1D(b2)), as2D(up)), as1D(upBias));
  return tf.add(middle, linear(inner, as2D(down), as1D(downBias)));
}

function median(work: () => void): number {
  const times = Array.from({ length: repeats + 2 }, () => {
    const start = performance.now();
    tf.tidy(work);
    return performance.now() - start;
  });
  return times.slice(2).sort((a, b) => a - b)[Math.floor(repeats / 2)]!;
}

function measure(kernel: Kernel, inputs: Tensor[]): { forward: number; both: number } {
  const dy = tf.tidy(() => tf.onesLike(kernel(...inputs)));
  const gradient = tf.grads(kernel);
  const times = { forward: median(() => kernel(...inputs)), both: median(() => gradient(inputs, dy)) };
  dy.dispose();
  return times;
}

function withoutCustomOps<T>(work: () => T): T {
  const before = process.env['ALIGNCLIP_CUSTOM_OPS'];
  process.env['ALIGNCLIP_CUSTOM_OPS'] = 'off';
  try {
    return work();
  } finally {
    if (before === undefined) delete process.env['ALIGNCLIP_CUSTOM_OPS'];
    else process.env['ALIGNCLIP_CUSTOM_OPS'] = before;
  }
}

const line = (name: string, ...cells: string[]): void =>
  console.log(name.padEnd(26) + cells.map((cell) => cell.padStart(12)).join(''));
const ms = (time: number): string => time.toFixed(2);

function compare(name: string, composed: number, custom: number): void {
  line(name, ms(composed), ms(custom), `${(composed / custom).toFixed(1)}×`);
}

function adamW(): number {
  const weights = Array.from({ length: 12 }, blockWeights).flat();
  const state = { parameters: weights, gradients: weights, first: weights, second: weights.map((w) => tf.square(w)) };
  const weightDecay = weights.map(({ rank }) => (rank > 1 ? 0.1 : 0));
  const settings = { learningRate: 1e-3, beta1: 0.9, beta2: 0.98, epsilon: 1e-6, step: 10, weightDecay };
  const time = median(() => adamWStep(state, settings));
  tf.dispose(Object.values(state));
  return time;
}

type ExecuteOp = (name: string, ...rest: unknown[]) => unknown;

/** Time inside each operation during one pass forward and back through the block. */
function shares([kernel, ...inputs]: Case): void {
  const backend = tf.backend() as unknown as { binding: { executeOp: ExecuteOp } };
  const original = backend.binding;
  const spent = new Map<string, number>();
  const timed: ExecuteOp = (name, ...rest) => {
    const start = performance.now();
    const result = original.executeOp(name, ...rest);
    spent.set(name, (spent.get(name) ?? 0) + (performance.now() - start));
    return result;
  };
  const dy = tf.onesLike(inputs[0]!);
  const gradient = tf.grads(kernel);
  backend.binding = Object.create(original, { executeOp: { value: timed } }) as typeof original;
  const total = median(() => gradient(inputs, dy));
  backend.binding = original;
  const all = [...spent.values()].reduce((sum, time) => sum + time, 0);
  line('\nin the block', 'share', 'ms');
  for (const [name, time] of [...spent].sort((a, b) => b[1] - a[1])) {
    line(name, `${((100 * time) / all).toFixed(1)} %`, ms(time / (repeats + 2)));
  }
  line('in all, JavaScript too', '', ms(total));
}

async function main([repeatsText = '9']: readonly string[]): Promise<void> {
  repeats = count('repeats', repeatsText);
  await selectBackend();
  if (!customOps()) throw new UserError('the custom operations are not there: npm run setup');
  line('ms (median)', 'composed', 'custom', 'ratio');
  const all = cases();
  for (const [name, [kernel, ...inputs]] of Object.entries(all)) {
    const composed = withoutCustomOps(() => measure(kernel, inputs));
    const custom = measure(kernel, inputs);
    compare(name, composed.forward, custom.forward);
    compare('  with gradient', composed.both, custom.both);
  }
  compare('adamWStep, 144 variables', withoutCustomOps(adamW), adamW());
  shares(all['transformer block']!);
}

runBench('bench kernels', () => main(process.argv.slice(2)));
