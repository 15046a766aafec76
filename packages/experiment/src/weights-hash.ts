import type { ParameterStore } from '@alignclip/nn';
import { createHash } from 'node:crypto';

/** SHA-256 of every parameter's address, shape and numbers. */
export function weightsHash(parameters: ParameterStore): string {
  const hash = createHash('sha256');
  for (const [address, variable] of [...parameters.entries()].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { buffer, byteOffset, byteLength } = variable.dataSync();
    hash.update(`${address} [${variable.shape.join(', ')}]\n`).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
