import { sep } from 'node:path';
import { imageFolder } from './image-folder';
import { describeDataset, readAll } from './testing';
import { expected, fixture, pixelsOf } from './testing/fixtures';

const make = (options: object = {}) => imageFolder.make({ files: fixture('image-folder'), ...options });

describeDataset('image-folder', make, {
  changed: {
    classNames: () => make({ classNames: { dog: 'hound' } }),
    templates: () => make({ templates: ['a {}'] }),
    files: () => make({ files: fixture('coco') }),
  },
  sides: [['train']],
  conceptOf: ({ id }) => id,
});

describe('imageFolder', () => {
  it('reads the images and classes that torchvision reads', async () => {
    const read = await readAll(await make(), 'train');
    const wanted = [...expected['image-folder']].sort((a, b) => (a.path < b.path ? -1 : 1));
    expect(read.map(({ id }) => id)).toEqual(wanted.map(({ path }) => path.split(sep).join('/')));
    expect(read.map(({ labels }) => labels!['class'])).toEqual(wanted.map((one) => one.class.replaceAll('_', ' ')));
    expect(read.map(pixelsOf)).toEqual(wanted.map(({ pixels }) => pixels));
  });

  it('uses the given class names, in captions and class set', async () => {
    const dataset = await make({ classNames: { tabby_cat: 'cat' }, templates: ['a {}', 'the {}'], classSet: 'pet' });
    expect(dataset.classSets).toEqual([{ name: 'pet', classes: ['dog', 'cat'], templates: ['a {}', 'the {}'] }]);
    expect((await readAll(dataset, 'train')).at(-1)).toMatchObject({ captions: ['a cat'], labels: { pet: 'cat' } });
  });

  it('has one class set for all splits', async () => {
    const dataset = await make({ files: { train: fixture('image-folder'), test: fixture('coco') } });
    expect(dataset.classSets[0]!.classes).toEqual(['dog', 'tabby cat', 'val2017']);
  });

  it('refuses names of folders that are not there, and two classes of one name', async () => {
    await expect(make({ classNames: { dgo: 'hound' } })).rejects.toThrow('did you mean "dog"');
    await expect(make({ classNames: { dog: 'tabby cat' } })).rejects.toThrow('two classes have the name "tabby cat"');
  });
});
