import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { imageFolder } from './image-folder';
import { describeDataset, readAll } from './testing';
import { madeImage } from './testing/corrupt-images';
import { expected, fixture, pixelsOf } from './testing/fixtures';
import { scratch } from './testing/scratch';

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

const files = scratch();

describe('imageFolder', () => {
  it('takes names of folders as text, in the order of Python', async () => {
    const names = ['$& b', '__proto__', 'a $$ {}', 'constructor', 'x\\1\u202e', '\uffee', '\u{1f600}'];
    for (const name of names) {
      mkdirSync(files.path('named', name), { recursive: true });
      writeFileSync(files.path('named', name, '0.png'), await madeImage(0));
    }
    const dataset = await make({ files: files.path('named') });
    const classes = names.map((name) => name.replaceAll('_', ' '));
    expect(dataset.classSets[0]!.classes).toEqual(classes);
    const captions = classes.map((name) => `a photo of a ${name}.`);
    expect((await readAll(dataset, 'train')).map((example) => example.captions[0])).toEqual(captions);
    expect([...new Set(await dataset.texts!())]).toEqual(captions);
  });

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

  it('takes classes that have the name of something every object has', async () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      cpSync(fixture('image-folder', 'dog'), files.path('names', name), { recursive: true });
    const dataset = await make({ files: files.path('names') });
    expect(dataset.classSets[0]!.classes).toEqual(['  proto  ', 'constructor', 'toString']);
    expect((await readAll(dataset, 'train')).at(-1)!.captions).toEqual(['a photo of a toString.']);
  });

  it('has one class set for all splits', async () => {
    const dataset = await make({ files: { train: fixture('image-folder'), test: fixture('coco') } });
    expect(dataset.classSets[0]!.classes).toEqual(['dog', 'tabby cat', 'val2017']);
  });

  it('refuses names of folders that are not there', async () => {
    await expect(make({ classNames: { dgo: 'hound' } })).rejects.toThrow('did you mean "dog"');
  });

  it('follows links to folders of classes and of images, as torchvision does, but not in circles', async () => {
    const [whole, some] = [files.path('whole'), files.path('some')];
    for (const name of ['cat', 'dog', 'emu']) {
      mkdirSync(join(whole, name), { recursive: true });
      writeFileSync(join(whole, name, '0.png'), await madeImage(0));
    }
    mkdirSync(join(some, 'emu'), { recursive: true });
    symlinkSync('../whole/cat', join(some, 'cat'));
    symlinkSync(join(whole, 'dog'), join(some, 'emu', 'dogs'));
    symlinkSync('..', join(some, 'emu', 'up'));
    symlinkSync('/', join(some, 'emu', 'root'));
    symlinkSync('.', join(some, 'emu', 'self'));
    symlinkSync('../emu', join(some, 'emu', 'again'));
    symlinkSync('../some/emu', join(whole, 'dog', 'back'));
    symlinkSync(some, join(whole, 'cat', 'back'));
    const read = await readAll(await make({ files: some }), 'train');
    expect(read.map(({ id, labels }) => [id, labels!['class']])).toEqual([
      ['cat/0.png', 'cat'],
      ['emu/dogs/0.png', 'emu'],
    ]);
  });

  it('numbers classes with one name', async () => {
    const twice = await make({ classNames: { dog: 'tabby cat' } });
    expect(twice.classSets[0]!.classes).toEqual(['tabby cat', 'tabby cat']);
    const labels = (await readAll(twice, 'train')).map((example) => example.labels!['class']);
    expect(new Set(labels)).toEqual(new Set(['tabby cat (0)', 'tabby cat (1)']));
  });
});
