import { setUpGpu } from './gpu-settings';
import { KeptConstants, type TensorBinding } from './kept-constants';
import { nativeRecord } from './native-record';
import { registerTensorflowKernels } from './tensorflow-kernels';
import { tf } from './tf';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- at run time, only where it is needed
const load = (name: string): unknown => require(name);

/** A member of Node's `util` that tfjs-node 4.22 calls; deprecated in Node 22, removed in Node 23. */
function restoreUtility(): void {
  const utilities = load('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  utilities.isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
}

interface Binding extends TensorBinding {
  TF_Version?: string;
  keptConstants?: KeptConstants;
}

/** Version and device of the native backend. */
export interface Tensorflow {
  version: string;
  gpu: boolean;
}

/**
 * Loads native TensorFlow and makes it the backend; TF_CPP_MIN_LOG_LEVEL turns its notices on. Throws where the package
 * has no binding that loads.
 */
export function loadTensorflow(): Tensorflow {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  if (nativeRecord()?.tensorflow?.gpu) setUpGpu();
  tf.env().set('PROD', true); // no "speed it up" banner; IS_TEST would refuse custom gradients that save tensors
  restoreUtility();
  load('@tensorflow/tfjs-node-gpu');
  const backend = tf.backend() as unknown as { binding: Binding; isUsingGpuDevice: boolean };
  backend.binding = keeping(backend.binding);
  registerTensorflowKernels();
  return { version: backend.binding.TF_Version ?? 'unknown', gpu: backend.isUsingGpuDevice };
}

/** The same binding, which keeps constants. */
function keeping(binding: Binding): Binding {
  if (binding.keptConstants) return binding;
  const keptConstants = new KeptConstants(binding);
  return Object.create(binding, {
    keptConstants: { value: keptConstants },
    createTensor: { value: keptConstants.createTensor.bind(keptConstants), writable: true },
    deleteTensor: { value: keptConstants.deleteTensor.bind(keptConstants), writable: true },
  }) as Binding;
}
