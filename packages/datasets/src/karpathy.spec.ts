import { karpathy } from './karpathy';
import { describeDataset, readAll } from './testing';
import { fixture } from './testing/fixtures';
import { scratch } from './testing/scratch';

const files = scratch();
const image = (name: string, split: string, ...captions: string[]) => ({
  filepath: 'images',
  filename: name,
  split,
  imgid: 0,
  sentids: [0],
  sentences: captions.map((raw) => ({ raw, tokens: raw.split(' '), sentid: 0, imgid: 0 })),
});
const list = JSON.stringify({
  dataset: 'coco',
  images: [
    image('0.png', 'train', 'a thing', 'another thing'),
    image('1.png', 'restval', 'another'),
    image('2.png', 'val', 'a thing'),
    image('3.png', 'test', 'a thing'),
  ],
});
const make = (options: object = {}) =>
  karpathy.make({ files: files.path('dataset_coco.json'), images: fixture('flickr'), ...options });

beforeAll(() => files.write('dataset_coco.json', list));

describeDataset('karpathy', make, {
  changed: {
    captionChoice: () => make({ captionChoice: 'first' }),
    files: () => make({ files: files.write('other.json', list.replace('another', 'an other')) }),
  },
  sides: [['train'], ['restval'], ['val'], ['test']],
  conceptOf: ({ id }) => id,
});

describe('karpathy', () => {
  it('has every sentence of an image, and the splits that the file has', async () => {
    const dataset = await make();
    expect(dataset.splits).toEqual(['train', 'restval', 'val', 'test']);
    expect((await readAll(dataset, 'train')).map(({ id, captions }) => [id, ...captions])).toEqual([
      ['images/0.png', 'a thing', 'another thing'],
    ]);
  });

  it('adds restval to train where `splits` says so', async () => {
    const dataset = await make({ splits: { train: ['train', 'restval'], test: 'test' } });
    expect((await readAll(dataset, 'train')).map(({ id }) => id)).toEqual(['images/0.png', 'images/1.png']);
  });
});
