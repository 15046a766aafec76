import { coco } from './coco';
import { describeDataset, readAll } from './testing';
import { expected, fixture, pixelsOf } from './testing/fixtures';

const given = { files: fixture('coco', 'captions_val2017.json'), images: fixture('coco', 'val2017') };
const make = (options: object = {}) => coco.make({ ...given, ...options });

describeDataset('coco', make, {
  changed: {
    captionChoice: () => make({ captionChoice: 'first' }),
    images: () => make({ images: fixture('flickr', 'images') }),
  },
  sides: [['train']],
  conceptOf: ({ id }) => id,
});

describe('coco', () => {
  it('reads images as CocoCaptions does, captions in the order of the file', async () => {
    const read = await readAll(await make({ files: { val: given.files } }), 'val');
    expect(read.map(pixelsOf)).toEqual(expected.coco.map(({ pixels }) => pixels));
    expect(read.map(({ captions }) => captions)).toEqual(expected.coco.map(({ captions }) => captions));
  });

  it('takes images of each split from another place, and asks for one that is missing', async () => {
    const files = { train: given.files, val: given.files };
    const dataset = await make({ files, images: { train: given.images, val: given.images } });
    expect(await readAll(dataset, 'val')).toHaveLength(5);
    await expect(make({ files, images: { train: given.images } })).rejects.toThrow('has no entry for the split "val"');
  });
});
