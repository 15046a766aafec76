import type { Dataset, Example } from '@alignclip/core';
import { bpeTokenizer } from './bpe-tokenizer';

const image = { width: 1, height: 1, mode: 'L', data: new Uint8Array(1) } as const;
const animals: Dataset = {
  name: 'animals',
  splits: ['train', 'test'],
  classSets: [{ name: 'kinds', classes: ['bird'], templates: ['a photo of a {}.'] }],
  async *examples(split): AsyncIterable<Example> {
    yield { id: split, image, captions: split === 'train' ? ['a cat', 'cat'] : ['a zebra'] };
  },
  trainingCaption: ({ captions }) => captions[0]!,
  fingerprint: async () => '1',
};
const create = (options: Parameters<typeof bpeTokenizer.make>[0], dataset = animals) =>
  bpeTokenizer.make(options, dataset);

describe('bpeTokenizer', () => {
  it('keeps the tokens of the training captions and the class prompts', async () => {
    const tokenizer = await create({});
    expect(tokenizer.vocabularySize).toBe(new Set('a cat photo of bird .'.split(' ')).size + 4);
    expect(tokenizer.contextLength).toBe(77);
  });

  it('takes a class name as it is', async () => {
    const classSets = [{ name: 'prices', classes: ["$& $$ $'"], templates: ['a {} {}'] }];
    const own = await create({}, { ...animals, classSets });
    const prompt = await create({ vocabulary: 'full' });
    expect(own.encode(["a $& $$ $' $& $$ $'"]).columns).toBe(prompt.encode(["a $& $$ $' $& $$ $'"]).columns);
    expect([...own.encode(["a $& $$ $' $& $$ $'"]).ids]).not.toContain(own.vocabularySize - 3);
  });

  it('prefers the texts that the data set lists', async () => {
    const tokenizer = await create({}, { ...animals, texts: async () => ['one', 'two'] });
    expect(tokenizer.vocabularySize).toBe(6);
  });

  it("gives CLIP's own ids on request", async () => {
    const tokenizer = await create({ vocabulary: 'full', contextLength: 16 });
    expect(tokenizer.vocabularySize).toBe(49_408);
    expect([...tokenizer.encode(['cat']).ids]).toEqual([49406, 2368, 49407]);
  });

  it('has all ids for a stream that does not list its texts, and reads none of it', async () => {
    const stream = () => Promise.reject(new Error('read'));
    const examples = () => {
      throw new Error('read');
    };
    expect((await create({}, { ...animals, stream, examples })).vocabularySize).toBe(49_408);
    const listing = { ...animals, stream, examples, texts: async () => ['one', 'two'] };
    expect((await create({}, listing)).vocabularySize).toBe(6);
  });

  it('refuses a context without room for a token', () => {
    expect(() => bpeTokenizer({ contextLength: 2 })).toThrow(/contextLength/);
  });
});
