/** Trains a few steps at tiny and prints the SHA-256 of all weights. */
import { selectBackend, tf } from '@alignclip/backend';
import { createHash } from 'node:crypto';
import { taskOf } from '../bench/step/compare-steps';
import { ourStep } from '../bench/step/our-step';

const steps = 8;

async function main(): Promise<void> {
  await selectBackend();
  const { step, weights } = await ourStep(await taskOf({ shape: 'tiny', text: 'captions', variant: 'AlignCLIP' }, 1));
  for (let done = 0; done < steps; done += 1) step();
  const hash = createHash('sha256');
  for (const [address, value] of weights()) {
    const numbers = Float32Array.from(value.dataSync());
    if (!numbers.every(Number.isFinite)) throw new Error(`${address} is not finite after ${steps} steps`);
    hash.update(address).update(new Uint8Array(numbers.buffer));
  }
  console.log(hash.digest('hex'));
  tf.disposeVariables();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
