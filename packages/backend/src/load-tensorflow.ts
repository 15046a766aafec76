import { tf } from './tf';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- at run time, and only where it is wanted
const load = (name: string): unknown => require(name);

/** A member of Node's `util` that tfjs-node 4.22 calls, Node 22 warns of and Node 23 removed. */
function restoreUtility(): void {
  const utilities = load('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  utilities.isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
}

interface Binding {
  TF_Version?: string;
}

/** What the native backend says about itself. */
export interface Tensorflow {
  version: string;
  gpu: boolean;
}

/**
 * Loads native TensorFlow and makes it the backend, with its notices off unless TF_CPP_MIN_LOG_LEVEL asks for them.
 * Throws when the package has no binding that loads here.
 */
export function loadTensorflow(): Tensorflow {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  tf.env().set('PROD', true); // keeps the "speed it up" banner away; IS_TEST would refuse custom gradients that save tensors
  restoreUtility();
  load('@tensorflow/tfjs-node-gpu');
  const backend = tf.backend() as unknown as { binding: Binding; isUsingGpuDevice: boolean };
  return { version: backend.binding.TF_Version ?? 'unknown', gpu: backend.isUsingGpuDevice };
}
