import { execFileSync } from 'node:child_process';
import { cifar } from './cifar';
import { describeDataset, readAll } from './testing';
import { expected, fixture, pixelsOf } from './testing/fixtures';
import { scratch } from './testing/scratch';

const files = scratch();
const make = (file = 'cifar-10-python.tar.gz', options: object = {}) =>
  cifar.make({ files: fixture('cifar', file), ...options });

describeDataset('cifar', () => make(), {
  changed: {
    kind: () => make('cifar-100-python.tar.gz'),
    templates: () => make(undefined, { templates: ['a {}'] }),
  },
  sides: [['train'], ['test']],
  conceptOf: ({ id }) => id,
});

describe('cifar', () => {
  it.each(['python', 'binary'])('reads CIFAR-10 in its %s form as torchvision does', async (form) => {
    for (const split of ['train', 'test'] as const) {
      const read = await readAll(await make(`cifar-10-${form}.tar.gz`), split);
      const wanted = expected.cifar.cifar10[split];
      expect(read.map(pixelsOf)).toEqual(wanted.map(({ pixels }) => pixels));
      expect(read.map(({ labels }) => labels!['cifar10'])).toEqual(wanted.map(({ label }) => label));
    }
  });

  it.each(['python', 'binary'])('reads both kinds of labels of CIFAR-100 in its %s form', async (form) => {
    const dataset = await make(`cifar-100-${form}.tar.gz`);
    const read = await readAll(dataset, 'train');
    expect(read.map(pixelsOf)).toEqual(expected.cifar.cifar100.train.map(({ pixels }) => pixels));
    expect(read.map(({ labels }) => labels)).toEqual([
      { cifar100: 'apple', 'cifar100-coarse': 'people' },
      { cifar100: 'aquarium fish', 'cifar100-coarse': 'fish' },
      { cifar100: 'baby', 'cifar100-coarse': 'fruit and vegetables' },
    ]);
    expect(dataset.classSets.map(({ name, classes }) => [name, classes.length])).toEqual([
      ['cifar100', 3],
      ['cifar100-coarse', 3],
    ]);
  });

  it('reads an unpacked folder too, and makes captions of the first template', async () => {
    execFileSync('tar', ['-xzf', fixture('cifar', 'cifar-10-binary.tar.gz'), '-C', files.folder]);
    const dataset = await cifar.make({ files: files.path('cifar-10-batches-bin') });
    expect((await readAll(dataset, 'test')).map(({ captions }) => captions[0])).toEqual([
      'a photo of a frog.',
      'a photo of a horse.',
    ]);
    expect(dataset.classSets[0]!.templates).toHaveLength(18);
    expect(await dataset.trainingCaptions!()).toEqual(
      dataset.classSets[0]!.classes.map((name) => `a photo of a ${name}.`),
    );
  });

  it('says so where a folder holds no CIFAR', async () => {
    await expect(cifar.make({ files: fixture('tables') })).rejects.toThrow('is not a CIFAR folder or tar file');
  });
});
