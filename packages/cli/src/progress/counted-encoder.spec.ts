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
  it('gives the same embeddings and writes at intervals how many there are', async () => {
    const lines: string[] = [];
    let time = 0;
    const write = (line: string) => lines.push(line);
    const counted = countedEncoder(model, write, () => (time += 2000));
    const texts = Array.from({ length: 100 }, (_, i) => 'x'.repeat(i));
    expect(await counted.embedTexts(texts)).toEqual(await model.embedTexts(texts));
    expect(lines).toEqual(['embedded so far: 0 images, 96 texts']);
    expect(counted.logitScale).toBe(7);
  });

  it('writes nothing if the work is fast', async () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const counted = countedEncoder(model, write, () => 0);
    await counted.embedTexts(['a', 'b']);
    expect(lines).toEqual([]);
  });
});
