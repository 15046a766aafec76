import { float32Tensor, formatSafetensors, keptName, KeptTensors, readWithKept } from '@alignclip/formats';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mutationsOf, type Target } from '../target';
import { madeFile } from './places';
import { checkAll, numbers, otherHeader, tensors } from './tensors';

const own = new Map([['own', float32Tensor([2], numbers(2))]]);
const frozen = new Map([...tensors].filter(([name]) => name !== 'image'));

/** A checkpoint whose frozen weights stand beside it. */
const withKept = (): Promise<Buffer> =>
  madeFile('x.safetensors', (path) => new KeptTensors(() => frozen).writeChecked(path, own, { format: 'pt' }));

export const keptTargets: readonly Target[] = [
  {
    name: 'checkpoint-with-kept-weights',
    file: 'x.safetensors',
    make: mutationsOf(async () => [await withKept()]),
    prepare: (folder) => new KeptTensors(() => frozen).writeChecked(join(folder, 'first.safetensors'), own, {}),
    read: async (path) => checkAll((await readWithKept(path)).tensors),
  },
  {
    name: 'kept-weights',
    file: 'kept.safetensors',
    writes: true,
    make: mutationsOf(() => [formatSafetensors(frozen)], { others: [otherHeader] }),
    read: async (path, input) => {
      const hash = createHash('sha256').update(input).digest('hex');
      const user = join(dirname(path), 'user.safetensors');
      writeFileSync(join(dirname(path), keptName(hash)), input);
      writeFileSync(user, formatSafetensors(own, { 'alignclip.kept': hash }));
      checkAll((await readWithKept(user)).tensors);
    },
  },
];
