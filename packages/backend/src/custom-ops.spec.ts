import type * as AddOnModule from './add-on';
import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { customOps, loadCustomOps } from './custom-ops';
import { adamWStep, attention, attentionBranch, biasGelu, embeddingLookup, layerNorm, mlpBranch } from './kernels';
import { loadTensorflow } from './load-tensorflow';
import { noAddOn } from './testing';
import { tf } from './tf';

type Kernel = (...inputs: Tensor[]) => Tensor;

const rows = 33 * 17;
const width = 48;
const vector = (x: Tensor | undefined): Tensor1D => tf.reshape(x!, [-1]);
const normal = (seed: number, ...shape: number[]): Tensor => tf.randomNormal(shape, 0, 1, 'float32', seed);
const shape = { batch: 33, tokens: 17, heads: 3, causal: true };
const ids = Array.from({ length: rows }, (_, index) => (index * index) % 29);

const kernels: Record<string, { kernel: Kernel; shapes: number[][] }> = {
  layerNorm: {
    kernel: (x, scale, bias) => layerNorm(x as Tensor2D, vector(scale), vector(bias)),
    shapes: [[rows, width], [width], [width]],
  },
  biasGelu: { kernel: (x, bias) => biasGelu(x as Tensor2D, vector(bias)), shapes: [[rows, width], [width]] },
  attention: { kernel: (qkv) => attention(qkv as Tensor2D, shape), shapes: [[rows, 3 * width]] },
  attentionBranch: {
    kernel: (x, g, b, qkv, qkvBias, out, outBias) =>
      attentionBranch(
        x as Tensor2D,
        {
          norm: { scale: vector(g), bias: vector(b) },
          qkv: { kernel: tf.mul(qkv, 0.1), bias: vector(qkvBias) },
          output: { kernel: out as Tensor2D, bias: vector(outBias) },
        },
        shape,
      ),
    shapes: [[rows, width], [width], [width], [width, 3 * width], [3 * width], [width, width], [width]],
  },
  mlpBranch: {
    kernel: (x, g, b, up, upBias, down, downBias) =>
      mlpBranch(x as Tensor2D, {
        norm: { scale: vector(g), bias: vector(b) },
        input: { kernel: up as Tensor2D, bias: vector(upBias) },
        output: { kernel: down as Tensor2D, bias: vector(downBias) },
      }),
    shapes: [[rows, width], [width], [width], [width, 3 * width], [3 * width], [3 * width, width], [width]],
  },
  embeddingLookup: {
    kernel: (table) => embeddingLookup(table as Tensor2D, tf.tensor1d(ids, 'int32')),
    shapes: [[29, width]],
  },
};

/** Value and gradients. */
function run({ kernel, shapes }: { kernel: Kernel; shapes: number[][] }): Float32Array[] {
  return tf.tidy(() => {
    const inputs = shapes.map((size, index) => normal(1 + index, ...size));
    const dy = normal(9, rows, width);
    return [kernel(...inputs), ...tf.grads(kernel)(inputs, dy)].map((tensor) => Float32Array.from(tensor.dataSync()));
  });
}

const bits = (arrays: Float32Array[]): Buffer =>
  Buffer.concat(arrays.map(({ buffer }) => new Uint8Array(buffer as ArrayBuffer)));

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

function built(): boolean {
  try {
    loadTensorflow();
    return loadCustomOps();
  } catch {
    return false;
  }
}

describeWhere(built(), noAddOn, 'custom ops', () => {
  beforeAll(() => tf.setBackend('tensorflow'));

  it('give the same bits when run again', () => {
    for (const kernel of Object.values(kernels)) {
      const first = bits(run(kernel));
      for (let repeat = 0; repeat < 5; repeat++) expect(bits(run(kernel)).equals(first)).toBe(true);
    }
  });

  it.each(Object.keys(kernels))('agree with the composed %s on sizes that fill several blocks and threads', (name) => {
    const custom = run(kernels[name]!);
    const composed = withoutCustomOps(() => run(kernels[name]!));
    custom.forEach((numbers, index) => {
      const wanted = composed[index]!;
      const scale = Math.max(...wanted.map(Math.abs));
      const worst = Math.max(...numbers.map((number, place) => Math.abs(number - wanted[place]!)));
      expect(worst).toBeLessThan(3e-6 * scale);
    });
  });

  it('refuse shapes and ids that do not fit', () => {
    const ops = customOps()!;
    const [x, scale] = [tf.zeros([2, 3]), tf.zeros([4])];
    const attributes = [{ name: 'epsilon', type: 2, value: 1e-5 }];
    expect(() => ops.executeSingleOutput('AlignclipLayerNorm', attributes, [x, scale, scale])).toThrow(/scale/);
    const outside = tf.tensor1d([0, 7], 'int32');
    const count = [{ name: 'rows', type: 1, value: 7 }];
    expect(() => ops.executeSingleOutput('AlignclipEmbeddingGrad', count, [x, outside])).toThrow(/not in the table/);
    const state = { parameters: [x], gradients: [scale], first: [x], second: [x] };
    const settings = { learningRate: 1, beta1: 0.9, beta2: 0.9, epsilon: 1e-6, step: 1, weightDecay: [0] };
    expect(() => adamWStep(state, settings)).toThrow(/shapes differ/);
    tf.dispose([x, scale, outside]);
  });
});

describe('customOps', () => {
  it('are undefined where ALIGNCLIP_CUSTOM_OPS is off', () => {
    expect(withoutCustomOps(customOps)).toBeUndefined();
  });

  it('are refused where ALIGNCLIP_CUSTOM_OPS names no build that loads', () => {
    const before = process.env['ALIGNCLIP_CUSTOM_OPS'];
    process.env['ALIGNCLIP_CUSTOM_OPS'] = 'on';
    try {
      jest.isolateModules(() => {
        const { addOn } = jest.requireActual<typeof AddOnModule>('./add-on');
        expect(addOn).toThrow('ALIGNCLIP_CUSTOM_OPS is "on"');
      });
    } finally {
      if (before === undefined) delete process.env['ALIGNCLIP_CUSTOM_OPS'];
      else process.env['ALIGNCLIP_CUSTOM_OPS'] = before;
    }
  });

  it('are undefined on another backend', async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    expect(customOps()).toBeUndefined();
  });
});
