import { contentHash, type RunRecord } from '@alignclip/core';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { madeRecord } from '../testing/made-record';
import { scratchFolder } from '../testing/scratch-folder';
import { exportRuns } from './export-runs';

const scratch = scratchFolder();
const out = (name: string) => join(scratch.path, name);
const read = (...names: string[]): string => readFileSync(join(scratch.path, ...names), 'utf8');

const run: RunRecord = {
  ...madeRecord('CLIP', 3, 0.25),
  config: {
    dataset: { slot: 'dataset', type: 'fold', options: { index: 1, note: 'two\nlines' } },
    losses: [{ slot: 'losses', type: 'clip', options: { weight: 0.5 } }],
  },
  curves: { step: [1, 20], L: [2, -0.5], 'trajectory/step': [5], 'trajectory/centroid-distance': [1e-7] },
  scores: { 'retrieval/test/R@10': 0.5, 'gap/test': 1 / 3, 'gap/test/../..': 2 },
  undefinedScores: { 'gap/test/rank': 'one example' },
};
const hostile: RunRecord = { ...madeRecord('=cmd()', 4, 0.5), experiment: '../\u0085up' };
const rows = [
  { variant: 'CLIP', seed: 3, fold: 1, seconds: 11.4, 'scores/gap/test': 1 / 3, 'scores/gap/test/rank': null },
  { variant: '=cmd()', seed: 4, fold: null, 'scores/gap/test': null, 'scores/gap/test/centroid-distance': 0.5 },
];
const points = [
  { key: run.key, curve: 'L', step: 1, value: 2 },
  { key: run.key, curve: 'L', step: 20, value: -0.5 },
  { key: run.key, curve: 'trajectory/centroid-distance', step: 5, value: 1e-7 },
];

describe('runs export', () => {
  it('writes csv with every digit, and no formula', async () => {
    await exportRuns([run, hostile], 'csv', out('csv'));
    const table: Record<string, string>[] = parse(read('csv', 'runs.csv'), { columns: true });
    expect(table[0]).toMatchObject({ variant: 'CLIP', seed: '3', fold: '1', status: 'finished', key: run.key });
    expect(Number(table[0]!['scores/gap/test'])).toBe(1 / 3);
    expect(table[0]!['scores/gap/test/rank']).toBe('');
    expect(table[1]!['variant']).toBe("'=cmd()");
    expect(
      parse(read('csv', 'curves.csv'), { columns: true, cast: (text) => (text === '-0.5' ? -0.5 : text) }),
    ).toEqual(
      points.map(({ value, step, ...texts }) => ({
        ...{ ...texts, step: String(step) },
        value: value === -0.5 ? value : String(value),
      })),
    );
  });

  it('writes an object per line', async () => {
    await exportRuns([run, hostile], 'jsonl', out('jsonl'));
    const lines = (name: string) =>
      read('jsonl', name)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    expect(lines('runs.jsonl')).toMatchObject(rows);
    expect(lines('curves.jsonl')).toEqual(points);
  });

  it('writes parquet', async () => {
    await exportRuns([run, hostile], 'parquet', out('parquet'));
    const objects = (name: string) => {
      const { buffer, byteOffset, byteLength } = readFileSync(join(out('parquet'), name));
      return parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) });
    };
    const big = (value: number | null) => (value === null ? null : BigInt(value));
    expect(await objects('runs.parquet')).toMatchObject(
      rows.map((row) => ({ ...row, seed: big(row.seed), fold: big(row.fold) })),
    );
    expect(await objects('curves.parquet')).toEqual(points);
  });

  it('writes a file store of MLflow', async () => {
    const lines = await exportRuns([run, hostile], 'mlflow', out('mlflow'));
    expect(lines[0]).toBe(`2 runs: ${out('mlflow')}`);
    const folders = readdirSync(out('mlflow'));
    expect(folders).toHaveLength(2);
    const experiment = folders.find((name) => read('mlflow', name, 'meta.yaml').includes('name: "tiny"\n'))!;
    const file = (...names: string[]) => read('mlflow', experiment, run.key.slice(0, 32), ...names);
    expect(file('meta.yaml')).toContain('run_name: "CLIP seed 3, fold 1"\n');
    expect(file('params', 'dataset.note')).toBe('"two\\nlines"');
    expect(file('params', 'losses.0.weight')).toBe('0.5');
    expect(file('metrics', 'train', 'L')).toMatch(/^\d+ 2 1\n\d+ -0\.5 20\n$/);
    expect(file('metrics', 'trajectory', 'centroid-distance')).toMatch(/^\d+ 1e-7 5\n$/);
    expect(file('metrics', 'scores', 'retrieval', 'test', 'R_at_10')).toMatch(/^\d+ 0\.5 0\n$/);
    expect(file('metrics', 'scores', 'gap', 'test', 'value')).toMatch(/^\d+ 0\.333/);
    expect(file('metrics', 'scores', 'gap', 'test', '___', '___')).toMatch(/^\d+ 2 0\n$/);
    const other = folders.find((name) => name !== experiment)!;
    expect(read('mlflow', other, 'meta.yaml')).toContain('name: "../\\u0085up"\n');
  });

  it('writes folders as wandb does offline', async () => {
    const lines = await exportRuns([run, hostile], 'wandb', out('wandb'));
    expect(lines).toEqual([`2 runs: ${out('wandb')}`, `wandb sync ${out('wandb')}/wandb/offline-run-*`]);
    const id = run.key.slice(0, 32);
    const folder = readdirSync(out('wandb/wandb')).find((name) => name.endsWith(id))!;
    expect(folder).toMatch(/^offline-run-\d{8}_\d{6}-[0-9a-f]{32}$/);
    const file = read('wandb', 'wandb', folder, `run-${id}.wandb`);
    for (const text of [
      'CLIP seed 3, fold 1',
      '"note":"two\\nlines"',
      '{"0":{"type":"clip","options":{"weight":0.5}}}',
    ])
      expect(file).toContain(text);
    for (const [name, value] of [
      ['train/L', '-0.5'],
      ['trajectory/centroid-distance', '1e-7'],
      ['scores/retrieval/test/R@10', '0.5'],
    ] as const)
      expect(file).toContain(`${name}\ufffd\u0001${String.fromCharCode(value.length)}${value}`); // field 16
    expect(file.indexOf('trajectory/')).toBeLessThan(file.indexOf('-0.5')); // steps 1, 5, 20
    const other = readdirSync(out('wandb/wandb')).find((name) => name !== folder)!;
    expect(read('wandb', 'wandb', other, `run-${hostile.key.slice(0, 32)}.wandb`)).toContain('.._');
  });

  it('takes an empty folder, and leaves another and its surroundings as they are', async () => {
    mkdirSync(out('empty'));
    await exportRuns([run], 'jsonl', out('empty'));
    const before = readdirSync(scratch.path, { recursive: true });
    await expect(exportRuns([run], 'csv', out('empty'))).rejects.toThrow('already exists; name a new folder');
    const long = { ...run, scores: { ['x'.repeat(400)]: 1 }, key: contentHash('long') };
    await expect(exportRuns([long], 'mlflow', out('long'))).rejects.toThrow(/^--out = .*long": the name is too long/);
    expect(readdirSync(scratch.path, { recursive: true })).toEqual(before);
  });
});
