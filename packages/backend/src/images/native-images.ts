import { addOn, type AddOn } from '../add-on';
import { eagerBackend } from '../kernels/eager';
import { tensorflowThreads } from '../threads';

/** Of a thread without a backend. */
let borrowed: number | undefined;

/**
 * Tells a thread without a backend of its own that its process has native TensorFlow, and so what comes with it; and how
 * many threads it may take for its images.
 */
export function useNativeImages(threads: number): void {
  borrowed = threads;
}

/**
 * What our add-on does with images, on a GPU too. Undefined where native TensorFlow isn't running: loading the add-on
 * would load it.
 */
export function nativeImages(): Required<AddOn> | undefined {
  if (borrowed === undefined && eagerBackend() === undefined) return undefined;
  const own = addOn();
  return own?.crop && own.decodeJpeg ? (own as Required<AddOn>) : undefined;
}

/** The threads that images may take. */
export const imageThreads = (): number => borrowed ?? tensorflowThreads();

/** The threads that images may take beside a step: one, or all of TensorFlow's where the step runs on a GPU. */
export const imageThreadsBesideStep = (): number => (eagerBackend()?.isUsingGpuDevice ? tensorflowThreads() : 1);
