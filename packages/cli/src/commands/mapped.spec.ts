import { selectBackend } from '@alignclip/backend';
import { random, UserError } from '@alignclip/core';
import { shapes } from '@alignclip/datasets';
import { gap, retrieval } from '@alignclip/evaluation';
import { mappedModel, openModelFile, openRun } from '@alignclip/experiment';
import { readSafetensors, writeSafetensors, writeTorch } from '@alignclip/formats';
import type { GapReport } from '@alignclip/metrics';
import { Command } from 'commander';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAllCells, tinyDefinition } from '../testing/tiny-definition';
import { embedCommand } from './embed';
import { evaluateCommand } from './evaluate';
import { exportCommand } from './export';
import { gapCommand } from './gap';
import { mapSpecs } from '../options/map-options';

const evaluators = [gap({ resamples: 0 }), retrieval({ resamples: 0, ks: [1, 5] })];
let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-mapped-'));
  await runAllCells(tinyDefinition(8, { evaluators }, { CLIP: {} }), folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const printed: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  const program = new Command().exitOverride();
  for (const command of [embedCommand, evaluateCommand, exportCommand, gapCommand]) command(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } finally {
    log.mockRestore();
  }
  return printed.join('\n');
}
const onRun = (command: string, ...args: string[]) => run(command, 'clip-seed0', ...args, '--runs', folder);

/** A file with rows around a centre. */
async function rows(name: string, count: number, seed: number, centre: number, columns = 6): Promise<string> {
  const stream = random('mapped-files', seed);
  const data = Float32Array.from(
    { length: count * columns },
    (_, at) => stream.normal() + (at % columns === 0 ? centre : 0),
  );
  const path = join(folder, name);
  const tensor = { dtype: 'F32' as const, shape: [count, columns], data };
  if (name.endsWith('.pt')) await writeTorch(path, tensor);
  else await writeSafetensors(path, new Map([['x', tensor]]));
  return path;
}

describe('gap of files behind maps', () => {
  let files: string[];
  let fit: string[];
  beforeAll(async () => {
    const [image, text] = [await rows('image.pt', 20, 1, 4), await rows('text.safetensors', 40, 2, -4)];
    files = ['--image', image, '--text', text, '--resamples', '0'];
    fit = ['--fit-image', await rows('fit-image.pt', 30, 3, 4), '--fit-text', await rows('fit-text.pt', 31, 4, -4)];
  });
  const distances = (printed: string) =>
    /^centroid-distance +(\d\.\d{4}) +(\d\.\d{4})/m.exec(printed)!.slice(1).map(Number);

  it('prints before and after', async () => {
    const [before, after] = distances(await run('gap', ...files, '--map', 'centring', ...fit)) as [number, number];
    expect(before).toBeGreaterThan(1.5);
    expect(after).toBeLessThan(0.5);
    const [, half] = distances(await run('gap', ...files, '--map', 'centring:lambda=.5', 'standardisation', ...fit));
    expect(half).not.toBe(after);
    const json = JSON.parse(await run('gap', ...files, '--map', 'centring', ...fit, '--json')) as {
      map: string[];
      fitImage: string;
      mapped: { scores: Record<string, number> };
    };
    expect([json.map, json.fitImage]).toEqual([['centring'], fit[1]]);
    expect(json.mapped.scores['centroid-distance']).toBeCloseTo(after, 4);
  });

  it('gives each value an interval, and the change a paired one', async () => {
    const wide = [...files.slice(0, 4), '--resamples', '200', '--map', 'centring', ...fit];
    const line = (await run('gap', ...wide)).split('\n').find((one) => one.startsWith('centroid-distance'))!;
    const cell = '-?\\d\\.\\d{4} \\[-?\\d\\.\\d{4}, -?\\d\\.\\d{4}\\]';
    expect(line).toMatch(new RegExp(`^centroid-distance +${cell} +${cell} +${cell}`));
    const { intervals, mapped, change, scores } = JSON.parse(await run('gap', ...wide, '--json')) as GapReport & {
      mapped: GapReport;
      change: GapReport;
    };
    const name = 'centroid-distance';
    expect(change.scores[name]).toBeCloseTo(mapped.scores[name]! - scores[name]!, 12);
    const [low, high] = change.intervals[name]!;
    expect(low <= change.scores[name]! && change.scores[name]! <= high && high < 0).toBe(true);
    const plain = JSON.parse(await run('gap', ...wide.slice(0, 6), '--json')) as GapReport;
    expect(intervals).toEqual(plain.intervals);
  });

  it.each([
    ['an unknown map', ['--map', 'centre'], 'unknown component of slot "maps" "centre"'],
    ['an unknown option', ['--map', 'centring:lambdas=1'], 'lambdas'],
    ['an option without a value', ['--map', 'centring:'], 'write options after the colon'],
    ['a bad value', ['--map', 'centring:lambda=x'], 'lambda'],
    ['a split', ['--map', 'centring:fitOn=val'], 'fitOn = "val" names a split, but files have none'],
    ['a map of scores', ['--map', 'nearest-neighbour-normalisation'], 'changes scores, not embeddings'],
    ['one row to fit on', ['--map', 're-align:fitExamples=1'], '1 image row to fit on'],
    ['fit rows without a map', [], 'gap of files needs --map, --fit-image and --fit-text together'],
  ])('refuses %s', async (_, given, message) => {
    const failure = run('gap', ...files, ...given, ...fit);
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(UserError);
  });

  it('refuses to fit on what is measured, on another width, and on NaN', async () => {
    const [, image, , text] = files as [string, string, string, string];
    const at = (own: string, other: string) =>
      run('gap', ...files, '--map', 'centring', '--fit-image', own, '--fit-text', other);
    await expect(at(image, text)).rejects.toThrow('--fit-image holds the same rows as --image');
    const narrow = [await rows('a.pt', 9, 1, 0, 5), await rows('b.pt', 9, 2, 0, 5)] as const;
    await expect(at(...narrow)).rejects.toThrow('map "centring": fitted on rows of width 5, applied to 6');
    await expect(at(await rows('nan.pt', 9, 1, NaN), text)).rejects.toThrow('row 0 holds NaN');
  });
});

describe('gap of files whose fit files are swapped', () => {
  const given = async (fitImage: string, fitText: string) => {
    const [image, text] = [join(folder, 'image.pt'), join(folder, 'text.safetensors')];
    const said: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
    const map = ['--resamples', '0', '--map', 'centring'];
    await run('gap', '--image', image, '--text', text, ...map, '--fit-image', fitImage, '--fit-text', fitText).finally(
      () => write.mockRestore(),
    );
    return said;
  };
  const at = (name: string) => join(folder, name);

  it('says so where the means tell', async () => {
    expect(await given(at('fit-image.pt'), at('fit-text.pt'))).toEqual([]);
    expect(await given(at('fit-text.pt'), at('fit-image.pt'))).toEqual([
      'note: the mean of --fit-image is near that of --text, and the mean of --fit-text near that of --image: are --fit-image and --fit-text swapped?\n',
    ]);
  });

  it('refuses rows that are measured as the other modality, and one file for both', async () => {
    await expect(given(at('text.safetensors'), at('fit-text.pt'))).rejects.toThrow(
      '40 of 40 rows of --fit-image are rows of --text: are --fit-image and --fit-text swapped?',
    );
    await expect(given(at('fit-image.pt'), at('image.pt'))).rejects.toThrow(
      '20 of 20 rows of --fit-text are rows of --image',
    );
    await expect(given(at('fit-image.pt'), at('fit-image.pt'))).rejects.toThrow(
      '--fit-image and --fit-text hold the same rows',
    );
  });
});

describe('a run behind maps', () => {
  const score = (printed: string, key: string) => Number(new RegExp(`^${key} +(-?\\d+\\.\\d+)`, 'm').exec(printed)![1]);

  it('is evaluated, and says how the maps were fitted', async () => {
    const plain = await onRun('evaluate');
    const mapped = await onRun('evaluate', '--map', 'centring:fitExamples=60', 'dual-bank-sinkhorn:fitExamples=60');
    expect(mapped).toContain(
      'centring: fitted on 60 examples of split "train"\ndual-bank-sinkhorn: fitted on 60 examples of split "train"; transductive',
    );
    const key = 'gap/test/centroid-distance';
    expect(score(mapped, key)).toBeLessThan(score(plain, key));
  });

  it('is not evaluated on what a map is fitted on', async () => {
    await expect(onRun('evaluate', '--map', 'centring:fitOn=test')).rejects.toThrow(
      'map "centring" is fitted on split "test", which gap, retrieval score: choose another split with its option fitOn',
    );
    await expect(onRun('evaluate', '--on', 'train', '--map', 'centring')).rejects.toThrow('fitted on split "train"');
  });

  it('is embedded with the rows that are scored', async () => {
    const out = join(folder, 'mapped.safetensors');
    await onRun('embed', '--out', out, '--split', 'val', '--map', 'centring:renormalise=false,fitExamples=60');
    const { tensors, metadata } = await readSafetensors(out);
    const first = [...(tensors.get('image')!.data as Float32Array).subarray(0, 8)];
    expect(Math.abs(first.reduce((sum, value) => sum + value * value, 0) - 1)).toBeGreaterThan(1e-3);
    expect(JSON.parse(metadata['maps']!)).toEqual([
      { type: 'centring', fitOn: 'train', examples: 60, transductive: false },
    ]);
    await expect(onRun('embed', '--out', out, '--map', 'dual-bank-sinkhorn')).rejects.toThrow(
      'embed would show nothing of it',
    );
  });
});

describe('a run exported with maps', () => {
  const out = () => join(folder, 'folded.pt');
  const exported = (...maps: string[]) => onRun('export', '--out', out(), '--to', 'open-clip', '--map', ...maps);

  it('gives the embeddings that the maps give', async () => {
    const maps = ['procrustes:fitExamples=60', 'shared-subspace:overlap=0.5,fitExamples=60'];
    await exported(...maps);
    const file = await openModelFile(out(), {
      dataset: shapes({ resolution: 16 }),
      hyperParameters: { imageHeads: 1, textHeads: 1 },
    });
    const opened = await openRun('clip-seed0', { runs: folder });
    const { model } = await mappedModel(opened, mapSpecs(opened.registry, { map: maps }));
    const texts = ['a red circle', 'a small blue square'];
    const [before, after] = [await model.embedTexts(texts), await file.model.embedTexts(texts)];
    expect(after.columns).toBe(before.columns);
    before.values.forEach((value, at) => expect(after.values[at]).toBeCloseTo(value, 4));
  });

  it('says why a map has no place in weights', async () => {
    rmSync(out(), { force: true });
    await expect(exported('centring')).rejects.toThrow('map "centring": it adds an offset to rows of length 1');
    await expect(exported('nearest-neighbour-normalisation')).rejects.toThrow(
      'changes scores, so no weights can hold it',
    );
    expect(existsSync(out())).toBe(false);
  });
});
