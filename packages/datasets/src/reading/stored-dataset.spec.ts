import type { Example, KnownImages, RawImage } from '@alignclip/core';
import { imageFolder } from '../image-folder';
import { fixture } from '../testing/fixtures';

const make = (options: object = {}) => imageFolder.make({ files: fixture('image-folder'), ...options });

/** Remembers what was decoded. */
function remembering() {
  const images = new Map<string, RawImage>();
  const asked: string[] = [];
  const added: string[] = [];
  const known: KnownImages = {
    find: async (file) => {
      asked.push(file);
      return images.get(file);
    },
    add: async (file, image) => {
      added.push(file);
      images.set(file, image);
    },
  };
  return { known, images, asked, added };
}

async function read(known?: KnownImages, options: object = {}): Promise<Example[]> {
  const examples: Example[] = [];
  for await (const example of (await make(options)).examples('train', known)) examples.push(example);
  return examples;
}

describe('StoredDataset', () => {
  it('decodes no image that is known by the bytes of its file', async () => {
    const { known, asked, added, images } = remembering();
    const plain = await read();
    expect(await read(known)).toEqual(plain);
    expect(new Set(asked).size).toBe(added.length);
    const decoded = added.length;
    const again = await read(known);
    expect(again).toEqual(plain);
    expect(added).toHaveLength(decoded);
    for (const { image } of again) expect([...images.values()]).toContain(image);
  });

  it('knows an image that is shrunk while it is decoded as another one', async () => {
    const { known, added } = remembering();
    await read(known);
    const whole = added.splice(0);
    await read(known, { shorterEdge: 8 });
    expect(added).toHaveLength(whole.length);
    expect(whole.filter((file) => added.includes(file))).toEqual([]);
  });
});
