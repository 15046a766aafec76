import { readFileSync } from 'node:fs';
import type { ExampleStream } from '@alignclip/core';
import { describeDataset, readAll } from './testing';
import { expected, fixture, pixelsOf } from './testing/fixtures';
import { madeImage } from './testing/corrupt-images';
import { madeTar } from './testing/made-tar';
import { scratch } from './testing/scratch';
import { webdataset } from './webdataset';

const shards = fixture('webdataset', 'shard-{0000..0001}.tar');
const make = (options: object = {}) => webdataset.make({ files: shards, ...options });
const scratchFiles = scratch();

describeDataset('webdataset', make, {
  changed: {
    captionChoice: () => make({ captionChoice: 'first' }),
    captionSuffixes: () => make({ captionSuffixes: ['json'] }),
    classes: () => make({ classes: { names: ['a'] } }),
    files: () => make({ files: fixture('webdataset', 'packed.tar.gz') }),
  },
  sides: [['train']],
  conceptOf: ({ id }) => id,
});

describe('webdataset', () => {
  it('reads what the webdataset library wrote, as it reads it itself', async () => {
    const read = await readAll(await make(), 'train');
    expect(read.map(({ id }) => id.replace(/^shard-\d+\.tar\//, ''))).toEqual(
      expected.webdataset.map(({ key }) => key),
    );
    expect(read.map(({ captions }) => captions)).toEqual(expected.webdataset.map(({ text }) => [text]));
    expect(read.map(pixelsOf)).toEqual(expected.webdataset.map(({ pixels }) => pixels));
  });

  it('takes lists of captions from a json, and keys with folders and dots from gzipped shards', async () => {
    const read = await readAll(await make({ captionSuffixes: ['json', 'txt'] }), 'train');
    expect(read.map(({ captions }) => captions)).toEqual(expected.webdataset.map(({ captions }) => captions));
    const packed = await readAll(await make({ files: fixture('webdataset', 'packed.tar.gz') }), 'train');
    expect(packed.map(({ id }) => id)).toEqual(['0', '1'].map((i) => `packed.tar.gz/folder.v2/sample00${i}`));
    expect(packed.map(pixelsOf)).toEqual(expected.webdataset.slice(0, 2).map(({ pixels }) => pixels));
  });

  it('reads a field of another name', async () => {
    const shard = scratchFiles.write(
      'field.tar',
      await madeTar([
        ['a.jpg', await madeImage(0, 'jpeg')],
        ['a.json', '{ "text": ["one", " two "] }'],
        ['README', 'no sample'],
        ['.hidden.jpg', 'none either'],
      ]),
    );
    const [first, ...rest] = await readAll(await make({ files: shard, captionField: 'text' }), 'train');
    expect(first!.captions).toEqual(['one', 'two']);
    expect(rest).toEqual([]);
  });

  it('reads the members that webdataset 1.0.2 reads', async () => {
    const image = await madeImage(0);
    const names = ['__meta__/a', './b', 'c/d.e/f', '__g', 'h__', '__i__/j/k', 'l $&', 'm/._n'];
    const content = await madeTar([
      ['__info__', 'x'],
      ...names.flatMap((name) => [[`${name}.png`, image] as const, [`${name}.TXT`, name] as const]),
    ]);
    const files = scratchFiles.write('names.tar', content);
    const read = await readAll(await make({ files, maxCorruptShare: 0 }), 'train');
    const keys = ['./b', 'c/d.e/f', '__g', 'h__', 'l $&'];
    expect(read.map(({ id, captions }) => [id, captions])).toEqual(keys.map((key) => [`names.tar/${key}`, [key]]));
  });

  it('leaves bad captions out of a list of several', async () => {
    const content = await madeTar([
      ['a.png', await madeImage(0)],
      ['a.json', JSON.stringify({ similarity: 0.5, caption: ['a', ' ', null, 'b', 'c\0'] }).replace('0.5', 'NaN')],
    ]);
    const given = { files: scratchFiles.write('list.tar', content), captionSuffixes: ['json'], maxCorruptShare: 0 };
    expect((await readAll(await make(given), 'train'))[0]!.captions).toEqual(['a', 'b']);
  });

  describe('with classes', () => {
    const files = fixture('webdataset', 'classes.tar');
    const names = ['aardvark', 'bee', 'cat'];
    const written = expected['webdataset-classes'];

    it('reads the numbers that the webdataset library wrote as it reads them itself, and captions images by them', async () => {
      const dataset = await make({ files, classes: { names, set: 'animal', templates: ['one {}', 'a {}.'] } });
      expect(dataset.classSets).toEqual([{ name: 'animal', classes: names, templates: ['one {}', 'a {}.'] }]);
      const read = await readAll(dataset, 'train');
      expect(read.map(({ labels }) => labels)).toEqual(written.map((one) => ({ animal: names[one.class] })));
      expect(read.map(({ captions }) => captions)).toEqual(written.map((one) => [`one ${names[one.class]}`]));
      expect(read.map(pixelsOf)).toEqual(written.map(({ pixels }) => pixels));
    });

    it('takes names from a file, and finds other data where they change', async () => {
      const list = scratchFiles.write('classnames.txt', 'aardvark\r\nbee \ncat\n\n');
      const dataset = await make({ files, classes: { names: list } });
      expect(dataset.classSets[0]).toEqual({ name: 'class', classes: names, templates: ['a photo of a {}.'] });
      const fingerprint = await dataset.fingerprint();
      scratchFiles.write('classnames.txt', 'aardvark\nbee\ndog\n');
      expect(await (await make({ files, classes: { names: list } })).fingerprint()).not.toBe(fingerprint);
    });

    it('takes names in the shard, and captions that are there before those made of the class', async () => {
      const content = await madeTar([
        ['a.png', await madeImage(0)],
        ['a.cls', 'cat\n'],
        ['a.txt', 'a tabby'],
      ]);
      const shard = scratchFiles.write('named.tar', content);
      const [example] = await readAll(await make({ files: shard, classes: { names } }), 'train');
      expect(example).toMatchObject({ captions: ['a tabby'], labels: { class: 'cat' } });
      expect((await readAll(await make({ files: shard }), 'train'))[0]!.labels).toBeUndefined();
    });

    it('takes a list in which names repeat, as in that of ImageNet', async () => {
      const content = await madeTar([
        ['a.png', await madeImage(0)],
        ['a.cls', '2'],
        ['b.png', await madeImage(1)],
        ['b.cls', '0'],
        ['c.png', await madeImage(2)],
        ['c.cls', 'missile'],
      ]);
      const shard = scratchFiles.write('twice.tar', content);
      const given = { files: shard, classes: { names: ['missile', 'cat', 'missile'] }, maxCorruptShare: 0.5 };
      const read = await readAll(await make(given), 'train');
      expect(read.map(({ labels, captions }) => [labels!['class'], captions])).toEqual([
        ['missile (2)', ['a photo of a missile.']],
        ['missile (0)', ['a photo of a missile.']],
      ]);
      await expect(readAll(await make({ ...given, maxCorruptShare: 0 }), 'train')).rejects.toThrow(
        'twice.tar/c: several classes have the name "missile" of its class; write the number of the class',
      );
    });

    it('names what is wrong with the names', async () => {
      await expect(make({ files, classes: { names: scratchFiles.path('none.txt') } })).rejects.toThrow('no such file');
      const gap = scratchFiles.write('gap.txt', 'a\n\nb\n');
      await expect(make({ files, classes: { names: gap } })).rejects.toThrow('gap.txt: line 2 has no class name');
      const empty = scratchFiles.write('empty.txt', '\n');
      await expect(make({ files, classes: { names: empty } })).rejects.toThrow('empty.txt: line 1 has no class name');
      const noise = scratchFiles.write('noise.txt', Uint8Array.of(0xff, 0xfe));
      await expect(make({ files, classes: { names: noise } })).rejects.toThrow('not UTF-8');
    });
  });

  it('streams all of a split once an epoch, from every position on inside a shard', async () => {
    const ids = async (stream: ExampleStream, count: number) =>
      (await stream.take(count)).map(({ example }) => example.id);
    const open = async (position?: unknown) =>
      (await make({ lanes: 2, window: 2 })).stream!('train', {
        seed: 5,
        ...(position !== undefined && { position: position as never }),
      });
    const whole = await open();
    const all = [...(await ids(whole, 5)), ...(await ids(whole, 5))];
    await whole.close();
    expect(new Set(all.slice(0, 5)).size).toBe(5);
    const stopped = await open();
    for (let taken = 0; taken < 5; taken += 1) {
      const resumed = await open(JSON.parse(JSON.stringify(stopped.position)));
      expect(await ids(resumed, 1)).toEqual(all.slice(taken, taken + 1));
      await resumed.close();
      await stopped.take(1);
    }
    await stopped.close();
  });

  it('names samples by the whole path where two shards have one name', async () => {
    const content = readFileSync(fixture('webdataset', 'shard-0000.tar'));
    const files = ['a', 'b'].map((folder) => scratchFiles.write(`${folder}/shard.tar`, content));
    const read = await readAll(await make({ files }), 'train');
    expect(new Set(read.map(({ id }) => id)).size).toBe(6);
    expect(read[0]!.id).toContain('/a/shard.tar/sample000');
  });

  it('refuses a shard that is named twice, and a pattern that fits nothing', async () => {
    await expect(make({ files: [shards, shards] })).rejects.toThrow('shard-0000.tar twice');
    await expect(make({ files: fixture('webdataset', 'none-*.tar') })).rejects.toThrow('matches no file');
    expect(await readAll(await make({ files: fixture('webdataset', 'shard-*.tar') }), 'train')).toHaveLength(5);
  });
});
