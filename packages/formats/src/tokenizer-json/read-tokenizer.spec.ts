import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { type HubTokenizer, readHubTokenizer } from './read-tokenizer';
import { withinSeconds } from './within-seconds';

/** Made by tools/reference/make_tokenizers.py with the Python package tokenizers. */
const fixture = (name: string): string => join(__dirname, '../../fixtures/tokenizers', `${name}.json`);
const { texts, ids } = JSON.parse(readFileSync(fixture('expected'), 'utf8')) as {
  readonly texts: readonly string[];
  readonly ids: Readonly<Record<string, readonly (readonly number[])[]>>;
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-tokenizer-'))));
afterAll(() => rmSync(folder, { recursive: true }));

type Json = Record<string, unknown>;
const sound = (name = 'siglip') => JSON.parse(readFileSync(fixture(name), 'utf8')) as Json & { model: Json };

const read = (content: unknown): Promise<HubTokenizer> => {
  const path = join(folder, 'tokenizer.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readHubTokenizer(path);
};

describe('readHubTokenizer', () => {
  it.each(['clip', 'siglip', 'gemma'])('gives the ids of the Python library, %s', async (name) => {
    const tokenizer = await readHubTokenizer(fixture(name));
    expect(texts.map((text) => tokenizer.encode(text))).toEqual(ids[name]);
  });

  it('knows what stands around texts, the padding and the size', async () => {
    const [clip, siglip, gemma] = await Promise.all(
      ['clip', 'siglip', 'gemma'].map((one) => readHubTokenizer(fixture(one))),
    );
    expect(clip).toMatchObject({ before: [340], after: [341], vocabularySize: 342, padding: undefined });
    expect(siglip).toMatchObject({ before: [], after: [1], padding: 1 });
    expect(gemma).toMatchObject({ before: [], after: [1], padding: undefined });
    expect(siglip!.idOf('</s>')).toBe(1);
    expect(() => gemma!.idOf('<pads>')).toThrow(/has no token "<pads>"; near ones: <pad>/);
  });

  it.each<[string, unknown, RegExp]>([
    [
      'another file of the folder',
      { model_type: 'siglip' },
      /not a tokenizer\.json but config\.json; name the tokenizer\.json/,
    ],
    ['its configuration', { tokenizer_class: 'SiglipTokenizer' }, /but tokenizer_config\.json/],
    [
      'a vocabulary',
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`t${i}`, i])),
      /a vocabulary \(vocab\.json\)/,
    ],
    ['a list', [], /not a tokenizer\.json: file/],
    ['no JSON', '{"model"', /not a tokenizer\.json/],
    ['deep nesting', `{"a":${'['.repeat(50_000)}`, /nested deeper than 16 levels/],
    ['huge ids', { model: { type: 'BPE', vocab: { a: 4e9 }, merges: [] } }, /not a tokenizer\.json: model\.vocab/],
    [
      'negative ids',
      { model: { type: 'BPE', vocab: { a: 0 }, merges: [] }, added_tokens: [{ id: -1, content: 'x' }] },
      /added_tokens\.0\.id/,
    ],
    ['an unknown model', { model: { type: 'Other', vocab: { a: 0 } } }, /tokenizer\.json: /],
    ['texts without an end', { ...sound(), post_processor: null }, /puts no token after a text/],
    [
      'an invalid expression',
      { ...sound(), normalizer: { type: 'Replace', pattern: { Regex: '(' }, content: '' } },
      /tokenizer\.json: /,
    ],
    [
      'texts that grow',
      {
        ...sound(),
        normalizer: {
          type: 'Sequence',
          normalizers: Array.from({ length: 8 }, () => ({
            type: 'Replace',
            pattern: { String: 'a' },
            content: 'a'.repeat(90),
          })),
        },
      },
      /may make texts 1,000,000,000,000,000 times longer; refused/,
    ],
  ])('refuses %s', async (_what, content, message) => {
    const failure = read(content);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it('names a text with a part that no token is', async () => {
    const model = {
      type: 'WordPiece',
      vocab: { a: 0, '</s>': 1 },
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
    };
    const tokenizer = await read({ ...sound(), model, added_tokens: [], normalizer: null, pre_tokenizer: null });
    expect(tokenizer.encode('a')).toEqual([0, 1]);
    expect(() => tokenizer.encode('猫')).toThrow(/the text "猫" has a part that no token is/);
  });
});

describe('withinSeconds', () => {
  it('ends an expression that takes forever, and gives results and errors', () => {
    const forever = () => withinSeconds(0.05, 'the text "aaa"', () => /^(?:a+)+$/.test(`${'a'.repeat(60)}b`));
    expect(forever).toThrow(UserError);
    expect(forever).toThrow('the text "aaa" takes longer than 0.05 s');
    expect(withinSeconds(60, 'x', () => 3)).toBe(3);
    expect(() =>
      withinSeconds(60, 'x', () => {
        throw new Error('own');
      }),
    ).toThrow('own');
  });
});
