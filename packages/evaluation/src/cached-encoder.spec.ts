import type { DualEncoder, RawImage } from '@alignclip/core';
import { cachedEncoder, noEmbeddings } from './cached-encoder';
import { numberedImage, imageNumber } from './testing';

/** Embeds into one dimension and records what it was asked for. */
function countingModel() {
  const images: number[] = [];
  const texts: string[] = [];
  const model: DualEncoder = {
    logitScale: 7,
    embedImages: (asked: readonly RawImage[]) => {
      const numbers = asked.map(imageNumber);
      images.push(...numbers);
      return Promise.resolve({ rows: asked.length, columns: 1, values: Float32Array.from(numbers) });
    },
    embedTexts: (asked) => {
      texts.push(...asked);
      return Promise.resolve({ rows: asked.length, columns: 1, values: Float32Array.from(asked, Number) });
    },
  };
  return { model, images, texts };
}

describe('cachedEncoder', () => {
  it('embeds equal images once, in the order asked', async () => {
    const { model, images } = countingModel();
    const cached = cachedEncoder(model);
    const first = await cached.embedImages([3, 1, 3].map(numberedImage));
    const second = await cached.embedImages([2, 1].map(numberedImage));
    expect([...first.values]).toEqual([3, 1, 3]);
    expect([...second.values]).toEqual([2, 1]);
    expect(images).toEqual([3, 1, 2]);
  });

  it('distinguishes images of the same bytes with another shape or palette', async () => {
    const { model, images } = countingModel();
    const data = new Uint8Array(4);
    const palette = (value: number) => Uint8Array.of(value, 0, 0);
    await cachedEncoder(model).embedImages([
      { width: 2, height: 2, mode: 'L', data },
      { width: 4, height: 1, mode: 'L', data },
      { width: 4, height: 1, mode: 'P', data, palette: palette(1) },
      { width: 4, height: 1, mode: 'P', data, palette: palette(2) },
    ]);
    expect(images).toHaveLength(4);
  });

  it('embeds equal texts once and keeps the logit scale', async () => {
    const { model, texts } = countingModel();
    const cached = cachedEncoder(model);
    expect([...(await cached.embedTexts(['1', '2', '1'])).values]).toEqual([1, 2, 1]);
    await cached.embedTexts(['2']);
    expect(texts).toEqual(['1', '2']);
    expect(cached.logitScale).toBe(7);
  });

  it('gives the same rows whatever is known, even where a row depends on its company', async () => {
    const companies: number[] = [];
    const model: DualEncoder = {
      logitScale: 1,
      embedImages: () => Promise.reject(new Error('not asked')),
      embedTexts: (asked) => {
        companies.push(asked.length);
        return Promise.resolve({
          rows: asked.length,
          columns: 1,
          values: new Float32Array(asked.length).fill(asked.length),
        });
      },
    };
    const known = noEmbeddings();
    const ask = async (lists: string[][], from = known) => {
      const cached = cachedEncoder(model, from);
      const values: number[][] = [];
      for (const list of lists) values.push([...(await cached.embedTexts(list)).values]);
      return values;
    };
    await ask([['a', 'b', 'c'], ['d']]);
    const lists = [['a'], ['a', 'b'], ['d']];
    expect(await ask(lists)).toEqual(await ask(lists, noEmbeddings()));
    companies.length = 0;
    expect(await ask([['a', 'b', 'c'], ['d']])).toEqual([[3, 3, 3], [1]]);
    expect(companies).toEqual([]);
  });
});
