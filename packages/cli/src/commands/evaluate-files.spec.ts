import { random, UserError } from '@alignclip/core';
import { writeSafetensors, writeTorch } from '@alignclip/formats';
import { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateCommand } from './evaluate';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-files-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const program = new Command().exitOverride();
  evaluateCommand(program);
  try {
    await program.parseAsync(['evaluate', ...args], { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}

const width = 16;
const kinds = ['cat', 'dog', 'emu', 'fox'];

interface Made {
  readonly key: string;
  readonly count: number;
  readonly captions?: number;
  /** Distance of the modalities. */
  readonly gap?: number;
}

/** Images and captions of four kinds in turn, near the direction of their kind, apart in the last coordinate. */
async function files({
  key,
  count,
  captions = 2,
  gap = 0,
}: Made): Promise<{ image: string; text: string; labels: string }> {
  const rows = (modality: 'image' | 'text', perItem: number): Float32Array => {
    const draw = random('evaluate-files', key, modality);
    const values = Array.from({ length: count * perItem }, (_, i) => {
      const [item, offset] = [Math.floor(i / perItem), modality === 'image' ? gap : -gap];
      const own = random('item', key, item);
      return Array.from(
        { length: width },
        (__, k) => (k === item % 4 ? 4 : 0) + own.normal() + 0.1 * draw.normal() + (k === width - 1 ? offset : 0),
      );
    });
    return Float32Array.from(values.flat());
  };
  const [image, text, labels] = [`${key}-image.pt`, `${key}-text.safetensors`, `${key}.csv`].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await writeTorch(image, { dtype: 'F32', shape: [count, width], data: rows('image', 1) });
  const tensor = { dtype: 'F32' as const, shape: [count * captions, width], data: rows('text', captions) };
  await writeSafetensors(text, new Map([['x', tensor]]));
  const lines = Array.from({ length: count }, (_, i) => `item ${i},${kinds[i % 4]},${i % 8 === 0 ? '' : i % 2}`);
  writeFileSync(labels, ['id,kind,side', ...lines].join('\n'));
  return { image, text, labels };
}

interface Printed {
  readonly evaluations: readonly {
    readonly scores: Record<string, number>;
    readonly undefinedScores?: Record<string, string>;
  }[];
  readonly mapped?: Printed['evaluations'];
}
const scoresOf = (evaluations: Printed['evaluations']) =>
  Object.assign({}, ...evaluations.map(({ scores }) => scores)) as Record<string, number>;
const quick = (type: string) => JSON.stringify({ type, options: { resamples: 0 } });

describe('alignclip evaluate on files of embeddings', () => {
  let near: Awaited<ReturnType<typeof files>>;
  let fit: Awaited<ReturnType<typeof files>>;
  let test: string[];
  let train: string[];
  let single: string;
  beforeAll(async () => {
    near = await files({ key: 'test', count: 40, gap: 5 });
    fit = await files({ key: 'train', count: 60, gap: 5 });
    test = ['--image', near.image, '--text', near.text];
    train = ['--fit-image', fit.image, '--fit-text', fit.text];
    single = join(folder, 'one-row.pt');
    await writeTorch(single, {
      dtype: 'F32',
      shape: [1, width],
      data: Float32Array.from({ length: width }, (_, k) => Math.cos(k)),
    });
  });

  it('runs every evaluator that the files have what it takes for', async () => {
    const typesOf = (printed: string) => [...new Set(printed.split('\n').map((line) => line.split('/')[0]))];
    const free = ['retrieval', 'robustness', 'mixed-retrieval'];
    expect(typesOf(await run(...test))).toEqual(free);
    const labelled = [...free, 'clustering', 'intra-modal-retrieval', 'knn-probe'];
    expect(typesOf(await run(...test, '--labels', near.labels))).toEqual(labelled);
    const all = await run(...test, '--labels', near.labels, ...train, '--fit-labels', fit.labels);
    expect(typesOf(all)).toEqual([...labelled, 'interchangeability']);
    expect(all).toMatch(/^clustering\/test\/kind\/v-measure +\d\.\d{4} \[/m);
    expect(all).toMatch(/template-1 +undefined: there are no embeddings of captions in this template$/m);
  }, 60_000);

  it('scores each column of the labels, before and after a map', async () => {
    const out = join(folder, 'scores.json');
    const wanted = ['--with', quick('clustering'), quick('retrieval'), '--labels', near.labels];
    const text = await run(...test, ...wanted, ...train, '--map', 'centring', '--out', out);
    expect(text).toContain('centring: fitted on 60 examples of split "train"');
    expect(text).toMatch(/^clustering\/test\/kind\/modality-nmi +0\.\d{4} → 0\.\d{4}$/m);
    const { evaluations, mapped } = JSON.parse(readFileSync(out, 'utf8')) as Printed;
    const [before, after] = [scoresOf(evaluations), scoresOf(mapped!)];
    expect(before['clustering/test/kind/modality-nmi']).toBeGreaterThan(0.5);
    expect(after['clustering/test/kind/modality-nmi']).toBeLessThan(0.05);
    expect(after['clustering/test/kind/v-measure']).toBeGreaterThan(0.9);
    expect('clustering/test/side/v-measure' in before).toBe(true);
  });

  it('takes a map of scores', async () => {
    const wanted = ['--with', quick('retrieval'), ...train, '--map', 'nearest-neighbour-normalisation:k=8', '--json'];
    const { mapped } = JSON.parse(await run(...test, ...wanted)) as Printed;
    expect(scoresOf(mapped!)['retrieval/test/image-to-text/R@1']).toBeGreaterThan(0);
  });

  it('takes equal rows for one caption', async () => {
    const rows = Float32Array.from({ length: 6 * width }, (_, at) => Number(at % width === Math.floor(at / width / 2)));
    const path = join(folder, 'equal.pt');
    await writeTorch(path, { dtype: 'F32', shape: [6, width], data: rows });
    const { evaluations } = JSON.parse(
      await run('--image', path, '--text', path, '--json', '--with', quick('retrieval')),
    ) as Printed;
    expect(scoresOf(evaluations)['retrieval/test/image-to-text/R@1']).toBe(1);
  });

  it('says what is undefined with one class', async () => {
    const one = join(folder, 'one.csv');
    writeFileSync(one, ['kind', ...Array.from({ length: 40 }, () => 'cat')].join('\n'));
    const printed = await run(...test, '--labels', one, '--with', 'clustering', 'knn-probe', 'intra-modal-retrieval');
    expect(printed.split('\n').every((line) => line.endsWith('undefined: the class set has one class'))).toBe(true);
  });

  it.each([
    ['nothing', () => [], 'evaluate needs a model, or --image and --text'],
    ['images alone', () => test.slice(0, 2), 'evaluate of files needs --image and --text together'],
    ['a fit file alone', () => [...test, ...train.slice(0, 2)], 'needs --fit-image and --fit-text together'],
    [
      'a map without rows to fit on',
      () => [...test, '--map', 'centring'],
      'evaluate of files needs --fit-image and --fit-text with --map',
    ],
    [
      'what is scored to fit on',
      () => [...test, '--fit-image', near.image, '--fit-text', near.text, '--map', 'centring'],
      '--fit-image holds the same rows as --image',
    ],
    ['a model as well', () => ['clip-seed0', ...test], 'two things to evaluate, clip-seed0 and --image'],
    ['an option of models', () => [...test, '--on', 'val'], 'evaluate --image: --on belongs to a model'],
    ['classes without labels', () => [...test, '--with', 'clustering'], 'evaluator clustering needs --labels too'],
    [
      'an evaluator that needs a split',
      () => [...test, '--labels', near.labels, '--with', 'interchangeability'],
      'evaluator interchangeability needs --fit-image, --fit-text, --fit-labels too: it is fitted on the classes of other examples',
    ],
    [
      'a classifier without the classes of what it is fitted on',
      () => [...test, '--labels', near.labels, ...train, '--with', 'linear-probe'],
      'evaluator linear-probe needs --fit-labels too',
    ],
    [
      'a fit file with one row',
      () => [...test, '--fit-image', fit.image, '--fit-text', single, '--map', 'centring'],
      'one-row.pt: 1 row; --fit-text needs at least 2',
    ],
    [
      'one file for both modalities to fit on',
      () => [...test, '--fit-image', fit.image, '--fit-text', fit.image, '--map', 'centring'],
      '--fit-image and --fit-text hold the same rows',
    ],
    [
      'swapped files to fit on',
      () => [...test, '--fit-image', fit.text, '--fit-text', fit.image, '--map', 'centring'],
      '120 image rows and 60 text rows do not match: the number of text rows must be 120 times the number of captions per image; are the files of images and texts swapped?',
    ],
    [
      'an evaluator that needs a model',
      () => [...test, '--with', 'teacher-agreement'],
      'evaluator teacher-agreement needs a teacher',
    ],
    [
      'prompts',
      () => [...test, '--labels', near.labels, '--with', 'zero-shot'],
      'files of embeddings hold no text "cat"',
    ],
    ['an unknown evaluator', () => [...test, '--with', 'cluster'], 'did you mean "clustering"'],
    ['fewer labels', () => [...test, '--labels', fit.labels], 'more lines than 40 image rows'],
  ])('refuses %s', async (_, args, message) => {
    const failure = run(...args());
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(UserError);
  });

  it.each([
    ['', 'is empty'],
    ['kind\ncat\n', '1 line below the header for 40 image rows'],
    ['kind,side\ncat\n', 'line 2: 1 field; the header has 2'],
    ['kind,kind\na,b\n', 'line 1: two columns are called "kind"'],
    ['kind,\na,b\n', 'line 1: a column has no name'],
    ['id\na\n', 'line 1: no column with labels'],
    [`kind,none\n${'a,\n'.repeat(40)}`, 'column "none" has no label'],
  ])('refuses the labels %j', async (content, message) => {
    const path = join(folder, 'bad.csv');
    writeFileSync(path, content);
    await expect(run(...test, '--labels', path)).rejects.toThrow(message);
  });
});
