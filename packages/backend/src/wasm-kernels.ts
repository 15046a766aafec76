import type { Tensor } from '@alignclip/core';
import { dirname, sep } from 'node:path';
import { tf } from './tf';

interface MatMulAttributes {
  transposeA: boolean;
  transposeB: boolean;
}

/** The axes of a tensor with the last two swapped. */
const lastTwoExchanged = ({ rank }: Tensor): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];

const transposed = (x: Tensor): Tensor => tf.transpose(x, lastTwoExchanged(x));

/**
 * Adapts the wasm backend to training; call it after the backend's package is loaded. Repeated calls have no effect.
 *
 * - Products with transposed operands (all gradients of `matMul`) transpose first: wasm's own flags are 13–21 times slower.
 * - `UnsortedSegmentSum`, the gradient of `gather`, is missing in wasm: its ScatterNd adds repeated rows.
 */
function registerWasmKernels(): void {
  if (kernelOf('UnsortedSegmentSum')) return;
  registerMatMul();
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: unsortedSegmentSum });
}

/** The wasm backend's kernel of that name, where it has one. */
const kernelOf = (name: string): tf.KernelConfig | undefined => tf.getKernel(name, 'wasm');

function registerMatMul(): void {
  const original = kernelOf('BatchMatMul');
  if (!original) throw new Error('the wasm backend has no BatchMatMul');
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs, backend }) => {
    const { a, b } = inputs as { a: Tensor; b: Tensor };
    const { transposeA, transposeB } = attrs as unknown as MatMulAttributes;
    return tf.tidy(() => {
      const operands = { a: transposeA ? transposed(a) : a, b: transposeB ? transposed(b) : b };
      const flags = { transposeA: false, transposeB: false };
      return original.kernelFunc({ inputs: operands, attrs: flags, backend }) as unknown as Tensor;
    });
  };
  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...original, kernelFunc });
}

const unsortedSegmentSum: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, segmentIds } = inputs as { x: Tensor; segmentIds: Tensor };
  const { numSegments } = attrs as { numSegments: number };
  if (segmentIds.rank !== 1) throw new Error('UnsortedSegmentSum needs one segment index per row');
  return tf.tidy(() => tf.scatterND(tf.expandDims(segmentIds, 1), x, [numSegments, ...x.shape.slice(1)]));
};

/** Makes WebAssembly the backend. Throws where this Node can't run it. */
export async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (!tf.engine().registry['wasm']) {
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  }
  registerWasmKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
}
