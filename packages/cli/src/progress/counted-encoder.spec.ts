import type { DualEncoder, Matrix } from '@alignclip/core';
import { countedEncoder } from './counted-encoder';

/** Embeds a text as its length. */
const model: DualEncoder = {
  logitScale: 7,
  embedImages: (images): Promise<Matrix> =>
    Promise.resolve({ rows: images.length, columns: 1, values: Float32Array.from(images, ({ width }) => width) }),
  embedTexts: (texts): Promise<Matrix> =>
    Promise.resolve({ rows: texts.length, columns: 1, values: Float32Array.from(texts, ({ length }) => length) }),
};

describe('countedEncoder', () => {
  it('gives the same embeddings and tells now and then how many there are', async () => {
    const lines: string[] = [];
    let time = 0;
    const counted = countedEncoder(model, (line) => lines.push(line), () => (time += 2000)); // prettier-ignore
    const texts = Array.from({ length: 100 }, (_, i) => 'x'.repeat(i));
    expect(await counted.embedTexts(texts)).toEqual(await model.embedTexts(texts));
    expect(lines).toEqual(['embedded so far: 0 images, 96 texts']);
    expect(counted.logitScale).toBe(7);
  });

  it('says nothing where all goes fast', async () => {
    const lines: string[] = [];
    const counted = countedEncoder(model, (line) => lines.push(line), () => 0); // prettier-ignore
    await counted.embedTexts(['a', 'b']);
    expect(lines).toEqual([]);
  });
});
