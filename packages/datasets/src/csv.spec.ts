import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { UserError, type Dataset } from '@alignclip/core';
import type { z } from 'zod';
import { csv } from './csv';
import { describeDataset, readAll } from './testing';
import { madeImage } from './testing/corrupt-images';
import { scratch } from './testing/scratch';

const files = scratch();
const make = (given: Partial<z.input<typeof csv.options>> = {}): Promise<Dataset> =>
  csv.make({ files: files.path('list.csv'), ...given });
const read = async (given: Partial<z.input<typeof csv.options>>, split = 'train') =>
  (await readAll(await make(given), split)).map(({ id, captions }) => [id, ...captions]);

const rows = [
  ['photos/0.png', 'train', 'a red "thing", up'],
  ['photos/1.png', 'test', 'a thing'],
  ['photos/0.png', 'train', 'another thing'],
  ['photos/2.png', 'train', 'a small thing'],
];
const quoted = (fields: readonly string[]) => fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',');

beforeAll(async () => {
  for (const number of [0, 1, 2]) files.write(`photos/${number}.png`, await madeImage(number));
  files.write('list.csv', ['image,split,caption', ...rows.map(quoted)].join('\r\n'));
  files.write('list.tsv', `\uFEFF${['image\tsplit\tcaption', ...rows.map((row) => row.join('\t'))].join('\n')}\n\n`);
  execFileSync('tar', ['-cf', files.path('photos.tar'), '-C', files.folder, 'photos']);
});

describeDataset('csv', make, {
  changed: {
    captionChoice: () => make({ captionChoice: 'first' }),
    list: () => make({ files: files.path('list.tsv') }),
    images: () => make({ images: files.path('photos.tar') }),
  },
  sides: [['train'], ['test']],
  conceptOf: ({ id }) => id,
});

describe('csv', () => {
  const whole = [
    ['photos/0.png', 'a red "thing", up', 'another thing'],
    ['photos/2.png', 'a small thing'],
  ];

  it('joins the captions of an image, whether its rows stand together or not', async () => {
    expect(await read({})).toEqual(whole);
    expect(await read({}, 'test')).toEqual([['photos/1.png', 'a thing']]);
  });

  it('takes tabs and quotes as they are in tsv files, and reads gzipped lists', async () => {
    expect(await read({ files: files.path('list.tsv') })).toEqual(whole);
    const gzipped = files.write('list.tsv.gz', gzipSync(rows.map((row) => row.join('\t')).join('\n')));
    expect(await read({ files: gzipped, columns: ['image', 'split', 'caption'] })).toEqual(whole);
  });

  it('finds images in a tar or zip file, by whole name or by name alone', async () => {
    const list = files.write('names.csv', 'image,caption\n./photos/0.png,zero\n2.png,two');
    execFileSync('python3', [
      '-c',
      'import shutil, sys; shutil.make_archive(*sys.argv[1:])',
      files.path('photos'),
      'zip',
      files.folder,
      'photos',
    ]);
    for (const archive of ['photos.tar', 'photos.zip']) {
      expect(await read({ files: list, images: files.path(archive) })).toEqual([
        ['./photos/0.png', 'zero'],
        ['2.png', 'two'],
      ]);
    }
  });

  it('gives splits the names that `splits` says, and leaves out the others', async () => {
    const dataset = await make({ splits: { val: ['test', 'train'], train: 'train' } });
    expect(dataset.splits).toEqual(['val', 'train']);
    expect(await readAll(dataset, 'val')).toHaveLength(3);
    await expect(make({ splits: { val: 'tset' } })).rejects.toThrow('did you mean "test"');
  });

  it('refuses splits that differ in case or blanks only, unless `splits` lists them', async () => {
    const rows = ['train', 'Train', 'TRAIN ', 'test'].map((split, i) => `photos/${i % 3}.png,a ${i},${split}`);
    const list = files.write('case.csv', ['image,caption,split', ...rows].join('\n'));
    await expect(make({ files: list })).rejects.toThrow(
      'case.csv has splits that differ in case or blanks only, "train" and "Train": write them alike, or list both in "splits", such as { "train": ["train", "Train"] }',
    );
    await expect(make({ files: list, splits: { train: 'train' } })).rejects.toThrow('"train" and "Train"');
    expect((await make({ files: list, splits: { test: 'test' } })).splits).toEqual(['test']);
    const all = { train: ['train', 'Train', 'TRAIN '], test: 'test' };
    expect(await readAll(await make({ files: list, splits: all }), 'train')).toHaveLength(3);
    const apart = { train: ['train', 'TRAIN '], val: 'Train' };
    expect((await make({ files: list, splits: apart })).splits).toEqual(['train', 'val']);
  });

  it('takes a list for each split, and keeps them apart whatever columns there are', async () => {
    const [list, other] = [files.path('list.csv'), files.path('list.tsv')];
    expect((await make({ files: { train: list, test: [other] } })).splits).toEqual(['train', 'test']);
    expect(await read({ files: { train: list, test: other } }, 'test')).toHaveLength(3);
  });

  it('names the nearest column', async () => {
    const asked = make({ captionColumn: 'title', imageColumn: 'imgae' });
    await expect(asked).rejects.toThrow(UserError);
    await expect(asked).rejects.toThrow('did you mean "image"');
  });

  it('shows the first caption or any of them in training', async () => {
    const shown = async (given: Partial<z.input<typeof csv.options>>) =>
      (await (await make(given)).trainingCaptions!()).length;
    expect([await shown({}), await shown({ captionChoice: 'first' })]).toEqual([3, 2]);
  });

  it('streams unless `inMemory` is set', async () => {
    const stream = await (await make()).stream!('train', { seed: 1 });
    const drawn = await stream.take(2);
    expect(drawn.map(({ example }) => example.id).sort()).toEqual(['photos/0.png', 'photos/2.png']);
    await stream.close();
    expect((await make({ inMemory: true })).stream).toBeUndefined();
  });
});

describe('csv with classes', () => {
  const list = (name: string, ...lines: string[]) =>
    files.write(name, ['image,caption,class,coarse', ...lines].join('\n'));
  const classColumns = ['class', 'coarse'];

  it('makes a class set of each column, over all splits, and labels the images', async () => {
    const train = list('labelled.csv', 'photos/0.png,a,cat,animal', 'photos/0.png,b,,animal', 'photos/1.png,c,dog,');
    const test = list('others.csv', 'photos/2.png,d,ant, animal ');
    const dataset = await make({ files: { train, test }, classColumns, templates: ['a {}', 'the {}'] });
    expect(dataset.classSets).toEqual([
      { name: 'class', classes: ['ant', 'cat', 'dog'], templates: ['a {}', 'the {}'] },
      { name: 'coarse', classes: ['animal'], templates: ['a {}', 'the {}'] },
    ]);
    expect((await readAll(dataset, 'train')).map(({ captions, labels }) => [captions, labels])).toEqual([
      [['a', 'b'], { class: 'cat', coarse: 'animal' }],
      [['c'], { class: 'dog' }],
    ]);
    expect((await readAll(dataset, 'test'))[0]!.labels).toEqual({ class: 'ant', coarse: 'animal' });
    expect(await dataset.texts!()).toContain('the ant');
    const plain = await make({ files: { train, test } });
    expect([plain.classSets, (await readAll(plain, 'train'))[0]!.labels]).toEqual([[], undefined]);
    expect(await plain.fingerprint()).not.toBe(await dataset.fingerprint());
  });

  it('leaves out a row that gives its image another class, and says why', async () => {
    const files = list('odd.csv', 'photos/0.png,a,cat,x', 'photos/0.png,b,dog,x', 'photos/1.png,c,dog,x');
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const [first] = await readAll(await make({ files, classColumns, maxCorruptShare: 1 }), 'train');
    const lines = said.mock.calls.join('');
    said.mockRestore();
    expect(first!.captions).toEqual(['a']);
    expect(lines).toContain('odd.csv: line 3');
    expect(lines).toContain('its class is "dog", and "cat" in an earlier row of its image');
  });

  it('refuses a column that is missing, named twice, or without a class', async () => {
    const files = list('empty.csv', 'photos/0.png,a,cat,');
    await expect(make({ files, classColumns: ['Class'] })).rejects.toThrow('did you mean "class"');
    await expect(make({ files, classColumns: ['class', 'class'] })).rejects.toThrow(
      'classColumns: names "class" twice',
    );
    await expect(make({ files, classColumns })).rejects.toThrow('empty.csv: column "coarse" has no class');
  });

  it('takes classes that have the name of something every object has', async () => {
    const files = list('names.csv', 'photos/0.png,a,__proto__,x', 'photos/1.png,b,constructor,x');
    const dataset = await make({ files, classColumns });
    expect(dataset.classSets[0]!.classes).toEqual(['__proto__', 'constructor']);
    expect((await readAll(dataset, 'train')).map(({ labels }) => labels!['class'])).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});
