import { float32Tensor, formatSafetensors, readCheckpointFile } from '@alignclip/formats';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutateJson } from '../inputs/mutate-json';
import { assure, mutationsOf, type Target } from '../target';

const files = { image: 'a.safetensors', text: 'b.safetensors' };
const index = { metadata: { total_size: 96 }, weight_map: files };
const numbers = float32Tensor(
  [3, 4],
  Float32Array.from({ length: 12 }, (_, i) => i),
);

/** The index of a checkpoint whose two files are sound. */
export const shardTarget: Target = {
  name: 'shard-index',
  file: 'model.safetensors.index.json',
  make: mutationsOf(() => [Buffer.from(JSON.stringify(index))], {
    others: [(random) => Buffer.from(mutateJson(random, index))],
  }),
  prepare: (folder) => {
    for (const [name, file] of Object.entries(files))
      writeFileSync(join(folder, file), formatSafetensors(new Map([[name, numbers]]), {}));
  },
  read: async (path) => {
    const { tensors } = await readCheckpointFile(path);
    assure(tensors.size > 0, 'no tensors');
  },
};
