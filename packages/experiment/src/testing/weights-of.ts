import { readWithKept } from '@alignclip/formats';

/** Every tensor of a checkpoint, weights and optimizer state, as hex bytes by name. */
export async function weightsOf(checkpoint: string): Promise<Record<string, string>> {
  const { tensors } = await readWithKept(checkpoint);
  return Object.fromEntries(
    [...tensors].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
    ]),
  );
}
