import type { Tensor } from '@alignclip/core';
import { dataType, type EagerBackend, int } from './kernels/eager';
import { tf } from './tf';

const backendName = 'tensorflow';
let registered = false;

/**
 * Replaces kernels of tfjs-node by others with the same numbers and fewer operations:
 *
 * - `Reshape` to the same shape and `Cast` to the same type, which gradients ask for again and again, are clones.
 * - `GatherV2` doesn't read its indices, which on a GPU would wait for all that is queued. TensorFlow refuses an index
 *   outside the rows on a CPU; on a GPU it gives zeros.
 */
export function registerTensorflowKernels(): void {
  if (registered) return;
  registered = true;
  replace('Reshape', (original) => (call) => (isOfShape(call) ? clone(call) : original(call)));
  replace('Cast', (original) => (call) => (isOfType(call) ? clone(call) : original(call)));
  replace('GatherV2', () => gather);
}

type Call = Parameters<tf.KernelFunc>[0];

const kernelOf = (name: string): tf.KernelConfig | undefined => tf.getKernel(name, backendName);

function replace(kernelName: string, make: (original: tf.KernelFunc) => tf.KernelFunc): void {
  const config = kernelOf(kernelName);
  if (!config) throw new Error(`TensorFlow has no kernel ${kernelName}`);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...config, kernelFunc: make(config.kernelFunc) });
}

/** The same data once more, as tfjs-node's `Identity` gives them. */
function clone({ inputs, backend }: Call): tf.TensorInfo {
  const { dataId, shape, dtype } = inputs['x'] as Tensor;
  (backend as { incRef(id: object): void }).incRef(dataId);
  return { dataId, shape, dtype };
}

function isOfShape({ inputs, attrs }: Call): boolean {
  const wanted = attrs!['shape'] as readonly number[];
  return wanted.join() === inputs['x']!.shape.join();
}

const isOfType = ({ inputs, attrs }: Call): boolean => attrs!['dtype'] === inputs['x']!.dtype;

const gather: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, indices } = inputs as { x: Tensor; indices: Tensor };
  const { axis, batchDims } = attrs as { axis: number; batchDims: number };
  const types = [dataType('Tparams', x.dtype), dataType('Tindices', indices.dtype), dataType('Taxis', 'int32')];
  return tf.tidy(() =>
    (backend as unknown as EagerBackend).executeSingleOutput(
      'GatherV2',
      [int('batch_dims', batchDims), ...types],
      [x, indices, tf.scalar(axis, 'int32')],
    ),
  );
};
