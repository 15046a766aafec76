import { counted, messageOf, sizeText, UserError } from '@alignclip/core';
import { z } from 'zod';
import { withFile } from '../byte-source';
import { duplicateKey } from '../duplicate-key';
import { checkStructure } from '../safetensors/check-structure';

/** Which file of a sharded checkpoint has which tensor. */
export interface ShardIndex {
  /** The bytes of all tensors, where the index says it. */
  readonly totalBytes: number | undefined;
  /** The tensors of each file, in the order of the index. */
  readonly shards: ReadonlyMap<string, readonly string[]>;
}

/** Names take some hundred bytes each; a model of a billion parameters has a thousand. */
const maxIndexBytes = 64 * 2 ** 20;
const maxShards = 10_000;

const schema = z.object({
  metadata: z.object({ total_size: z.number().optional() }).optional(),
  weight_map: z.record(z.string(), z.string()),
});

/** `model.safetensors.index.json`, `pytorch_model.bin.index.json` */
export const isShardIndex = (path: string): boolean => path.endsWith('.index.json');

/**
 * Reads the index of a checkpoint in several files. Throws UserError where it isn't one, is huge, names a tensor twice, or names
 * a file outside of its own folder.
 * Source: transformers, `split_torch_state_dict_into_shards` of huggingface_hub.
 */
export async function readShardIndex(path: string): Promise<ShardIndex> {
  const bytes = await withFile(path, async ({ size, read }) => {
    if (size > maxIndexBytes)
      throw new UserError(`${path}: ${sizeText(size)}, an index has at most ${sizeText(maxIndexBytes)}`);
    return read(0, size);
  });
  const { metadata, weight_map: places } = parsed(path, bytes);
  const shards = new Map<string, string[]>();
  for (const [name, file] of Object.entries(places)) {
    if (!isPlainName(file))
      throw new UserError(
        `${path}: tensor "${name}": "${file.slice(0, 200)}" is not the name of a file in the same folder`,
      );
    const own = shards.get(file);
    if (own) own.push(name);
    else shards.set(file, [name]);
  }
  if (shards.size === 0) throw new UserError(`${path}: weight_map is empty`);
  if (shards.size > maxShards) throw new UserError(`${path}: ${counted(shards.size, 'file')}, at most ${maxShards}`);
  return { totalBytes: metadata?.total_size, shards };
}

function parsed(path: string, bytes: Uint8Array): z.output<typeof schema> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkStructure(text);
    const index = schema.parse(JSON.parse(text));
    const twice = duplicateKey(text);
    if (twice !== undefined) throw new Error(`the name "${twice}" occurs twice`);
    return index;
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new UserError(`${path}: not the index of a sharded checkpoint: ${what.replaceAll('\n', ' ').slice(0, 500)}`);
  }
}

/** Neither a path nor a name of Windows' devices and streams, nor one with signs that can't be seen. */
const isPlainName = (file: string): boolean =>
  file.length <= 200 && /^[^./\\:\p{C}][^/\\:\p{C}]*$/u.test(file) && !file.endsWith('.');
