import { addOn, type AddOn } from '../add-on';
import { eagerBackend } from '../kernels/eager';
import { tensorflowThreads } from '../threads';

/** Of a thread without a backend. */
let borrowed: number | undefined;

/**
 * Tells a thread without a backend of its own that its process has native TensorFlow, and so what comes with it; and how
 * many threads it may take for its pictures.
 */
export function useNativePictures(threads: number): void {
  borrowed = threads;
}

/**
 * What our add-on does with pictures, on a GPU too. Undefined where native TensorFlow isn't running: loading the add-on
 * would load it.
 */
export function nativePictures(): Required<AddOn> | undefined {
  if (borrowed === undefined && eagerBackend() === undefined) return undefined;
  const own = addOn();
  return own?.crop && own.decodeJpeg ? (own as Required<AddOn>) : undefined;
}

/** The threads that pictures may take. */
export const pictureThreads = (): number => borrowed ?? tensorflowThreads();

/** The threads that pictures may take beside a step: one, or all of TensorFlow's where the step runs on a GPU. */
export const pictureThreadsBesideStep = (): number => (eagerBackend()?.isUsingGpuDevice ? tensorflowThreads() : 1);
