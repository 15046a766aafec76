import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, Tokenizer } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';
import { hasSentenceEncoder } from '@alignclip/nn/sentence-encoder';
import { madeSentenceEncoder } from '@alignclip/nn/testing';
import { wordpieceTokenizer } from './wordpiece-tokenizer';

type Options = Parameters<typeof wordpieceTokenizer.make>[0];
const make = (options: Options, texts: readonly string[] = []): Promise<Tokenizer> =>
  Promise.resolve(wordpieceTokenizer.make(options, { texts: async () => texts } as unknown as Dataset));
const idsOf = (tokenizer: Tokenizer, text: string) => [...tokenizer.encode([text]).ids];

// [PAD] [UNK] [CLS] [SEP] a red cat dog runs ##s .
describe('wordpiece-tokenizer', () => {
  let model: string;
  beforeEach(async () => (model = await madeSentenceEncoder('bert')));

  it("gives the file's ids plus one, then the end token, which has the largest id", async () => {
    const tokenizer = await make({ model, contextLength: 18 });
    const { rows, columns, ids } = tokenizer.encode(['A red cat.', 'dogs', '']);
    expect([rows, columns, tokenizer.vocabularySize]).toEqual([3, 6, 14]);
    expect([...ids]).toEqual(
      [
        [3, 5, 6, 7, 11, 13],
        [3, 8, 10, 13, 0, 0],
        [3, 13, 0, 0, 0, 0],
      ].flat(),
    );
    expect(tokenizer.fileIds).toEqual([0, ...Array.from({ length: 11 }, (_, id) => id), 1, 3]);
  });

  it('tells the end from a separator inside a text, and padding from a written one', async () => {
    const tokenizer = await make({ model, contextLength: 18 });
    expect(idsOf(tokenizer, 'a [SEP] cat [PAD]')).toEqual([3, 5, 4, 7, 1, 13]);
  });

  it('cuts a text to the context and keeps its end', async () => {
    const tokenizer = await make({ model, contextLength: 4 });
    expect(idsOf(tokenizer, 'a red cat runs')).toEqual([3, 5, 6, 13]);
  });

  it("keeps ids for the tokens of the data set's texts only", async () => {
    const tokenizer = await make({ model, contextLength: 18, vocabulary: 'used' }, ['red cats', 'a cat']);
    expect(tokenizer.fileIds).toEqual([0, 2, 4, 5, 6, 9, 1, 3]);
    expect(idsOf(tokenizer, 'a dog runs')).toEqual([1, 2, 6, 6, 7]);
    expect(idsOf(tokenizer, 'red cats')).toEqual([1, 3, 4, 5, 7]);
  });

  it('keeps all ids where the data set does not list its texts', async () => {
    const dataset = { stream: () => undefined } as unknown as Dataset;
    const tokenizer = await wordpieceTokenizer.make({ model, contextLength: 18, vocabulary: 'used' }, dataset);
    expect(tokenizer.vocabularySize).toBe(14);
  });

  it('is named by the content of its file', async () => {
    const other = await madeSentenceEncoder('mpnet');
    const hash = async (of: string) => (await make({ model: of, contextLength: 18 })).fingerprint!();
    expect(await hash(other)).toBe(await hash(model));
    const path = join(model, 'tokenizer.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('red', 'blue'));
    expect(await hash(other)).not.toBe(await hash(model));
  });

  it('says what does not fit', async () => {
    await expect(make({ model, contextLength: 21 })).rejects.toThrow(
      /option "contextLength" = 21: the model ".*" has positions for 20 tokens/,
    );
    await expect(make({ model: 'all-minilm' })).rejects.toThrow(/did you mean "all-MiniLM-L6-v2"/);
    const path = join(model, 'tokenizer.json');
    const json = JSON.parse(readFileSync(path, 'utf8')) as { post_processor: { single: unknown[] } };
    json.post_processor.single.pop();
    writeFileSync(path, JSON.stringify(json));
    const endless = await make({ model, contextLength: 18 });
    expect(() => endless.encode(['a cat'])).toThrow('tokenizer.json: adds no end token to a text');
    writeFileSync(path, JSON.stringify({ ...json, post_processor: null }));
    await expect(make({ model, contextLength: 18 })).rejects.toThrow('tokenizer.json: gives no ids for a sentence');
  });
});

itWhere(
  hasSentenceEncoder('all-MiniLM-L6-v2'),
  'no sentence encoder all-MiniLM-L6-v2 (npm run setup downloads it)',
  'wordpiece-tokenizer has the ids of the reference',
  async () => {
    const tokenizer = await make({});
    const ids = idsOf(tokenizer, 'Two dogs fight over a ball .').map((id) => tokenizer.fileIds![id]);
    expect(ids).toEqual([101, 2048, 6077, 2954, 2058, 1037, 3608, 1012, 102]);
  },
);
