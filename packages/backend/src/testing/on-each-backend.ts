import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { tf } from '../tf';

/** Runs the tests once on each backend that this machine has; a missing native one is named in a skipped test. */
export function onEachBackend(title: string, tests: () => void): void {
  const names = hasNative() ? ['tensorflow', 'wasm', 'cpu'] : ['wasm', 'cpu'];
  describe.each(names)(`${title} on %s`, (name) => {
    beforeAll(async () => {
      await tf.setBackend(name);
      await tf.ready();
    });
    tests();
  });
}

function hasNative(): boolean {
  try {
    require('@tensorflow/tfjs-node-gpu');
    return true;
  } catch {
    return false;
  }
}
