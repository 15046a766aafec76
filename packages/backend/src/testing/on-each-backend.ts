import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { loadCustomOps } from '../custom-ops';
import { loadTensorflow } from '../load-tensorflow';
import { tf } from '../tf';
import { setCustomOps } from './without-custom-ops';

/**
 * Runs the tests once on each backend of this machine; on TensorFlow twice, with our own operations and without.
 */
export function onEachBackend(title: string, tests: () => void): void {
  describe.each(available())(`${title} on %s`, (name) => {
    const before = process.env['ALIGNCLIP_CUSTOM_OPS'];

    beforeAll(async () => {
      if (name === 'tensorflow') setCustomOps('off');
      await tf.setBackend(name.split(' ')[0]!);
      expect(loadCustomOps()).toBe(name.includes('custom'));
    });
    afterAll(() => setCustomOps(before));

    tests();
  });
}

function available(): string[] {
  try {
    loadTensorflow();
  } catch {
    return ['wasm', 'cpu'];
  }
  return [...(loadCustomOps() ? ['tensorflow with custom ops'] : []), 'tensorflow', 'wasm', 'cpu'];
}
