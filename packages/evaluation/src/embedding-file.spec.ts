import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedEncoder, noEmbeddings } from './cached-encoder';
import { readEmbeddingFile, writeEmbeddingFile } from './embedding-file';
import { numberedImage, randomModel } from './testing';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-embeddings-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const inputs = [1, 2, 3].map(numberedImage);

describe('writeEmbeddingFile and readEmbeddingFile', () => {
  it('save every later embedding of the same lists', async () => {
    const path = join(folder, 'cache', 'model.safetensors');
    const known = noEmbeddings();
    const first = cachedEncoder(randomModel(), known);
    const [images, texts] = [await first.embedImages(inputs), await first.embedTexts(['a', 'b'])];
    await writeEmbeddingFile(path, known);

    const refuse = () => Promise.reject(new Error('asked again'));
    const silent = { logitScale: 1, embedImages: refuse, embedTexts: refuse };
    const second = cachedEncoder(silent, await readEmbeddingFile(path));
    expect(await second.embedImages(inputs)).toEqual(images);
    expect(await second.embedTexts(['a', 'b'])).toEqual(texts);
    await expect(second.embedTexts(['c'])).rejects.toThrow('asked again');
    expect(readdirSync(join(folder, 'cache'))).toEqual(['model.safetensors']);
  });

  it('tell why nothing can be kept, and go on', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const lines: string[] = [];
    await writeEmbeddingFile(join(file, 'cache', 'a.safetensors'), noEmbeddings(), (line) => lines.push(line));
    expect(lines).toEqual([expect.stringMatching(/^the embeddings could not be kept: .*\(ENOTDIR\)$/)]);
  });

  it('start empty without a file and with a corrupt one', async () => {
    const path = join(folder, 'corrupt.safetensors');
    expect((await readEmbeddingFile(path)).image.size).toBe(0);
    const known = noEmbeddings();
    await cachedEncoder(randomModel(), known).embedTexts(['a']);
    await writeEmbeddingFile(path, known);
    expect((await readEmbeddingFile(path)).text.size).toBe(1);
    const bytes = readFileSync(path);
    const lines: string[] = [];
    for (const damaged of [bytes.subarray(0, 90), bytes.map((byte, i) => (i === bytes.length - 2 ? byte ^ 1 : byte))]) {
      writeFileSync(path, damaged);
      expect((await readEmbeddingFile(path, (line) => lines.push(line))).text.size).toBe(0);
    }
    expect(lines).toEqual([
      expect.stringContaining(`${path}: `),
      expect.stringMatching(/corrupt: .*; its embeddings are computed again$/),
    ]);
  });
});
