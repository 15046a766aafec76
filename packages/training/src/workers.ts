import { tf } from '@alignclip/backend';
import { counted, sha256, type Peers, type Tensor, type TrainingPlan, UserError } from '@alignclip/core';
import { createHash } from 'node:crypto';
import type { Trained } from './frozen/frozen-weights';

const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));

/** Throws UserError where a batch can't be divided among so many workers. */
export function checkWorkers(
  { accumulate, batchSize }: Pick<TrainingPlan, 'accumulate' | 'batchSize'>,
  size: number,
): void {
  if (size === 1) return;
  const workers = counted(size, 'worker');
  if (!isPowerOfTwo(size)) throw new UserError(`${workers}: their number must be a power of two (1, 2, 4, 8, …)`);
  if (!isPowerOfTwo(accumulate) || accumulate < size)
    throw new UserError(
      `trainer.accumulate = ${accumulate}: ${workers} divide a batch by its chunks, whose number must be a power of two of at least ${size}; set trainer.accumulate to ${Math.max(size, nextPower(accumulate))}`,
    );
  if (batchSize % size !== 0 || batchSize < accumulate)
    throw new UserError(
      `trainer.batchSize = ${batchSize}: not divisible among ${workers} with ${accumulate} chunks; set it to ${nextMultiple(Math.max(batchSize, accumulate), size)}`,
    );
}

const nextPower = (count: number): number => 2 ** Math.ceil(Math.log2(count));

const nextMultiple = (count: number, of: number): number => Math.ceil(count / of) * of;

/** Throws UserError naming the workers whose text is another than that of worker 0. */
export function requireSame(peers: Peers, text: string, what: string, remedy: string): void {
  if (peers.size === 1) return;
  const words = Uint16Array.from(sha256(text).match(/.{4}/g)!, (digits) => Number.parseInt(digits, 16)); // exact in float32
  const rows = tf.tidy(() => peers.gather(tf.tensor2d(Float32Array.from(words), [1, words.length]), what).arraySync());
  const others = [...rows.keys()].filter((rank) => rows[rank]!.join() !== rows[0]!.join());
  if (others.length === 0) return;
  throw new UserError(`${what}: not the same on worker ${others.join(', ')} as on worker 0; ${remedy}`);
}

/** SHA-256 of all that a checkpoint restores: parameters, moments of the optimizer and averages, each by its name. */
export function stateHash({ parameters, optimizer, average }: Trained): string {
  const hash = createHash('sha256');
  const add = (part: string, entries: Iterable<readonly [string, Tensor]>) => {
    for (const [name, tensor] of entries) {
      const values = tensor.dataSync();
      hash.update(`${part}/${name}`).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
  };
  const moments = optimizer.state();
  add('parameters', parameters.entries());
  add('optimizer', Object.entries(moments));
  add('average', average?.entries() ?? []);
  tf.dispose(moments);
  return hash.digest('hex');
}
