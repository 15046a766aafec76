import { UserError } from '@alignclip/core';
import { binaryBatch, namesInPickle, namesInText, pickledBatch, type CifarBatch } from './batches';
import type { Members } from './read-members';

/** One of the four published forms of CIFAR. */
export interface CifarLayout {
  /** The class set of the fine labels; `<name>-coarse` is that of the coarse ones. */
  readonly name: 'cifar10' | 'cifar100';
  readonly train: readonly string[];
  readonly test: readonly string[];
  classes(members: Members): Promise<{ readonly fine: readonly string[]; readonly coarse?: readonly string[] }>;
  batch(bytes: Buffer, file: string): CifarBatch;
}

const five = (ending: string) => [1, 2, 3, 4, 5].map((number) => `data_batch_${number}${ending}`);

/** Layouts by the file that names the classes. */
const layouts: Readonly<Record<string, CifarLayout>> = {
  'batches.meta': {
    name: 'cifar10',
    train: five(''),
    test: ['test_batch'],
    classes: async (members) => ({
      fine: namesInPickle(await members.read('batches.meta'), 'batches.meta', 'label_names'),
    }),
    batch: pickledBatch,
  },
  'batches.meta.txt': {
    name: 'cifar10',
    train: five('.bin'),
    test: ['test_batch.bin'],
    classes: async (members) => ({ fine: namesInText(await members.read('batches.meta.txt')) }),
    batch: (bytes, file) => binaryBatch(bytes, file, 1),
  },
  meta: {
    name: 'cifar100',
    train: ['train'],
    test: ['test'],
    classes: async (members) => {
      const meta = await members.read('meta');
      const [fine, coarse] = ['fine', 'coarse'].map((kind) => namesInPickle(meta, 'meta', `${kind}_label_names`));
      return { fine: fine!, coarse: coarse! };
    },
    batch: pickledBatch,
  },
  'fine_label_names.txt': {
    name: 'cifar100',
    train: ['train.bin'],
    test: ['test.bin'],
    classes: async (members) => ({
      fine: namesInText(await members.read('fine_label_names.txt')),
      coarse: namesInText(await members.read('coarse_label_names.txt')),
    }),
    batch: (bytes, file) => binaryBatch(bytes, file, 2),
  },
};

/** Throws UserError where there is none of these files. */
export function layoutOf({ names }: Members, path: string): CifarLayout {
  const known = Object.keys(layouts).find((name) => names.includes(name));
  if (known !== undefined) return layouts[known]!;
  throw new UserError(
    `${path} is not a CIFAR folder or tar file: it has none of the files ${Object.keys(layouts).join(', ')}`,
  );
}
