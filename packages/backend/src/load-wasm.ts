import { dirname, sep } from 'node:path';
import { tf } from './tf';
import { registerWasmKernels } from './wasm-kernels';

/** Makes WebAssembly the backend. Throws when this Node can't run it. */
export async function loadWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (!tf.engine().registry['wasm']) {
    setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  }
  registerWasmKernels();
  if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly could not be started');
}
