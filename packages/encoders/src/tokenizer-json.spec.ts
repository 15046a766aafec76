import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { temporaryFolder } from '@alignclip/core/testing';
import { ParameterShapes } from '@alignclip/nn';
import { bagOfTokens } from './bag-of-tokens';
import { textTransformer } from './text-transformer';
import { tokenizerJson } from './tokenizer-json';

/** Made by tools/reference/make_tokenizers.py with the Python package tokenizers. */
const fixtures = join(__dirname, '../../formats/fixtures/tokenizers');
const fixture = (name: string): string => join(fixtures, `${name}.json`);
const { texts, ids } = JSON.parse(readFileSync(fixture('expected'), 'utf8')) as {
  readonly texts: readonly string[];
  readonly ids: Readonly<Record<string, readonly (readonly number[])[]>>;
};

type Options = Parameters<typeof tokenizerJson.make>[0];
const make = async (options: Options) => tokenizerJson.make(options);
const rowsOf = async (options: Options, some: readonly string[] = texts): Promise<number[][]> => {
  const { ids: all, rows, columns } = (await make(options)).encode(some);
  return Array.from({ length: rows }, (_, i) => [...all.slice(i * columns, (i + 1) * columns)]);
};

describe('tokenizerJson', () => {
  it('gives the ids of the file, padded with 0 to the longest text, for towers that look for the end token', async () => {
    const rows = await rowsOf({ path: fixture('clip') });
    const longest = Math.max(...ids['clip']!.map(({ length }) => length));
    expect(rows).toEqual(ids['clip']!.map((row) => [...row, ...Array<number>(longest - row.length).fill(0)]));
    expect(await make({ path: fixture('clip') })).toMatchObject({ vocabularySize: 342, contextLength: 77 });
    expect((await make({ path: fixture('clip') })).padsContext).toBeUndefined();
  });

  it("gives SigLIP's rows: as long as the context, padded with the file's own token", async () => {
    const options = { path: fixture('siglip'), contextLength: 64, padTo: 'context' } as const;
    const rows = await rowsOf(options);
    expect(rows).toEqual(ids['siglip']!.map((row) => [...row, ...Array<number>(64 - row.length).fill(1)]));
    expect((await make(options)).padsContext).toBe(true);
  });

  it('cuts long texts before what the file adds at their end', async () => {
    const rows = await rowsOf({ path: fixture('clip'), contextLength: 6 });
    ids['clip']!.forEach((row, i) => {
      const cut = row.length <= 6 ? row : [...row.slice(0, 5), 341];
      expect(rows[i]).toEqual([...cut, ...Array<number>(6 - cut.length).fill(0)]);
    });
  });

  it('cleans texts as it is told', async () => {
    const options = { path: fixture('gemma'), contextLength: 40, padTo: 'context', padToken: '<pad>' } as const;
    const [first, second] = ['A Photo of  a CAT!', 'a photo of  a cat!'];
    const plain = await rowsOf({ ...options, clean: 'none' }, [first, second]);
    expect(plain[0]).not.toEqual(plain[1]);
    const lower = await rowsOf({ ...options, clean: 'lower-case' }, [first, second, 'a photo of a cat']);
    expect(lower[0]).toEqual(lower[1]);
    expect(lower[0]).not.toEqual(lower[2]);
    const canonical = await rowsOf({ ...options, clean: 'canonical' }, [
      first,
      'a photo of a cat',
      ' _a, photo\tof a cat?',
    ]);
    expect(canonical[0]).toEqual(canonical[1]);
    expect(canonical[2]).toEqual((await rowsOf({ ...options, clean: 'none' }, ['a photo of a cat']))[0]);
  });

  it('takes a folder, and the padding token of the configuration beside the file', async () => {
    const folder = temporaryFolder('tokenizer');
    cpSync(fixture('gemma'), join(folder, 'tokenizer.json'));
    const options = { path: folder, contextLength: 8, padTo: 'context' } as const;
    await expect(make(options)).rejects.toThrow(/names a padding token; name one with option "padToken"/);
    const write = (config: object) => writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(config));
    for (const pad_token of ['<bos>', { content: '<bos>', special: true }]) {
      write({ pad_token });
      expect((await rowsOf(options, ['']))[0]).toEqual([1, 2, 2, 2, 2, 2, 2, 2]);
    }
    write({ pad_token: 'nothing' });
    await expect(make(options)).rejects.toThrow(/has no token "nothing"/);
    write({ pad_token: 3 });
    await expect(make(options)).rejects.toThrow(/tokenizer_config\.json: pad_token/);
  });

  it('is named by the content of the file, not by its place', async () => {
    const folder = temporaryFolder('tokenizer');
    mkdirSync(join(folder, 'a'));
    cpSync(fixture('clip'), join(folder, 'a', 'tokenizer.json'));
    const hash = async (path: string) => (await make({ path })).fingerprint!();
    const before = await hash(join(folder, 'a'));
    expect(before).toBe(await hash(fixture('clip')));
    const changed = readFileSync(fixture('clip'), 'utf8').replace('"version":"1.0"', '"version":"1.1"');
    writeFileSync(join(folder, 'a', 'tokenizer.json'), changed);
    expect(await hash(join(folder, 'a'))).not.toBe(before);
  });

  it.each<[string, Options, RegExp]>([
    ['a missing file', { path: './nowhere/tokenizer.json' }, /cannot read ".*nowhere.tokenizer\.json": no such file/],
    [
      'an end token that is not the largest id',
      { path: fixture('siglip') },
      /its end token has id 1 of \d+, .*padTo: "context"/,
    ],
    [
      'a table that is too small',
      { path: fixture('clip'), vocabularySize: 300 },
      /"vocabularySize" = 300: .* up to 341/,
    ],
    ['another file', { path: fixture('expected') }, /not a tokenizer\.json/],
  ])('refuses %s', async (_what, options, message) => {
    const failure = make(options);
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });

  it('is refused by towers that look for the end token', async () => {
    const tokenizer = await make({ path: fixture('siglip'), contextLength: 16, padTo: 'context' });
    const separate = { locate: (tower: string, path: string) => `${tower}/${path}` };
    const small = { width: 8, layers: 1, heads: 1, embeddingWidth: 8 };
    const tower = (pooling: 'end' | 'last') =>
      textTransformer.make({ ...small, pooling }, new ParameterShapes(), separate, tokenizer);
    expect(() => tower('end')).toThrow(
      /textTransformer\(\{ pooling: "end" \}\) finds the end of a text by its largest id/,
    );
    expect(() => bagOfTokens.make({ width: 8 }, new ParameterShapes(), separate, tokenizer)).toThrow(/bagOfTokens\(\)/);
    expect(tower('last')).toMatchObject({ contextLength: 16 });
  });
});
