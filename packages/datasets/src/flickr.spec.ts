import { flickr } from './flickr';
import { describeDataset, readAll } from './testing';
import { expected, fixture } from './testing/fixtures';
import { scratch } from './testing/scratch';

const files = scratch();
const given = { files: fixture('flickr', 'results.token'), images: fixture('flickr', 'images') };
const make = (options: object = {}) => flickr.make({ ...given, ...options });
const read = async (options: object, split = 'train') =>
  (await readAll(await make(options), split)).map(({ id, captions }) => [id, ...captions]);

describeDataset('flickr', make, {
  changed: {
    captionChoice: () => make({ captionChoice: 'first' }),
    splits: () => make({ splitFiles: { train: files.write('train.txt', '1.png\n') } }),
  },
  sides: [['train']],
  conceptOf: ({ id }) => id,
});

describe('flickr', () => {
  it('reads token files as torchvision does', async () => {
    expect(await read({})).toEqual(expected.flickr.map(({ image, captions }) => [image, ...captions]));
  });

  it('reads the other files that go round', async () => {
    const two = [
      ['0.png', 'one, two', 'three'],
      ['1.png', 'four'],
    ];
    const layouts = {
      'results.csv': 'image_name| comment_number| comment\n0.png| 0| one, two\n0.png| 1| three\n1.png| 0| four',
      'captions.txt': 'image,caption\n0.png,"one, two"\n0.png,three\n1.png,four',
      'annotations.csv':
        'raw,sentids,split,filename,img_id\n"[""one, two"", ""three""]","[0, 1]",train,0.png,0\n"[""four""]",[2],train,1.png,1',
    };
    for (const [name, content] of Object.entries(layouts)) {
      expect([name, await read({ files: files.write(name, content) })]).toEqual([name, two]);
    }
  });

  it('splits by lists of names or by a column', async () => {
    const splitFiles = { train: files.write('a.txt', '0.png\n1.png\n'), test: files.write('b.txt', '3.png') };
    expect((await read({ splitFiles }, 'test')).map(([id]) => id)).toEqual(['3.png']);
    expect((await read({ splitFiles })).map(([id]) => id)).toEqual(['0.png', '1.png']);
    const annotated = files.write('split.csv', 'raw,split,filename\n"[""one""]",test,0.png\n"[""two""]",train,1.png');
    expect(await read({ files: annotated }, 'test')).toEqual([['0.png', 'one']]);
  });

  it('counts a listed image without captions as corrupt', async () => {
    const splitFiles = { train: files.write('c.txt', '0.png\ngone.png') };
    await expect(read({ splitFiles })).rejects.toThrow('gone.png: has no captions');
    expect(await read({ splitFiles, maxCorruptShare: 0.5 })).toHaveLength(1);
  });
});
