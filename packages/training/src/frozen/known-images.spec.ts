import type { Dataset, KnownImages, RawImage } from '@alignclip/core';
import { EmbeddingStore } from '@alignclip/formats';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FeatureRows } from './feature-rows';
import { DecodedFiles, hashNumbers, trainingExamples } from './known-images';
import { releasedExamples } from './released-examples';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** A data set of files, each with one pixel, that counts what it decodes. */
function filesOf(pixels: readonly number[]) {
  const decoded: number[] = [];
  const decode = (pixel: number): RawImage => {
    decoded.push(pixel);
    return { width: 1, height: 1, mode: 'L', data: Uint8Array.of(pixel) };
  };
  async function* examples(_split: string, known?: KnownImages) {
    for (const pixel of pixels) {
      const file = hash(`file of ${pixel}`);
      let image = await known?.find(file);
      if (image === undefined) await known?.add(file, (image = decode(pixel)));
      yield { id: String(pixel), image, captions: [] };
    }
  }
  return { dataset: { examples } as Pick<Dataset, 'examples'> as Dataset, decoded };
}

describe('DecodedFiles', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-known-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Features [pixel] of the files, as a new process takes them. */
  async function taken(pixels: readonly number[]) {
    const { dataset, decoded } = filesOf(pixels);
    const features = new FeatureRows<RawImage>({
      what: 'features',
      width: 1,
      keyOf: ({ data }) => hash(String(data[0])),
      compute: (images) => images.map(({ data }) => Float32Array.of(data[0]!)),
      store: new EmbeddingStore(join(folder, 'rows'), 1, undefined, () => undefined),
    });
    const known = new DecodedFiles(new EmbeddingStore(join(folder, 'files'), hashNumbers), features);
    const images: RawImage[] = [];
    for await (const { image } of releasedExamples(trainingExamples(dataset, known), features)) images.push(image);
    return { values: [...(await features.rows(images)).values], decoded };
  }

  it('has each file decoded once, and one that has changed again', async () => {
    expect(await taken([3, 5, 7])).toEqual({ values: [3, 5, 7], decoded: [3, 5, 7] });
    expect(await taken([3, 5, 7])).toEqual({ values: [3, 5, 7], decoded: [] });
    expect(await taken([3, 6, 7, 5])).toEqual({ values: [3, 6, 7, 5], decoded: [6] });
  });

  it.each(['rows', 'files'])('has a file decoded again where what is kept is lost or corrupt: %s', async (part) => {
    await taken([3, 5]);
    const [name] = readdirSync(join(folder, part));
    const path = join(folder, part, name!);
    const bytes = readFileSync(path);
    bytes[bytes.length - 2 * (32 + 4) - 2]! ^= 0x40; // of the last row, before checksums and keys
    writeFileSync(path, bytes);
    const again = await taken([3, 5]);
    expect(again.values).toEqual([3, 5]);
    expect(again.decoded).toHaveLength(1);
    rmSync(join(folder, part), { recursive: true });
    expect(await taken([3, 5])).toEqual({ values: [3, 5], decoded: [3, 5] });
  });
});
