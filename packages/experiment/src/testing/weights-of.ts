import { readSafetensors } from '@alignclip/formats';

/** Every tensor of a checkpoint, weights and optimizer state, as hex bytes by name. */
export async function weightsOf(checkpoint: string): Promise<Record<string, string>> {
  const { tensors } = await readSafetensors(checkpoint);
  return Object.fromEntries(
    [...tensors].map(([name, { data }]) => [
      name,
      Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
    ]),
  );
}
