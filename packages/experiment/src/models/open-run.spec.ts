import { selectBackend } from '@alignclip/backend';
import { type RunRecord, UserError } from '@alignclip/core';
import { gap, retrieval } from '@alignclip/evaluation';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cellsOf } from '../define/cells';
import { evaluateRun } from './evaluate-run';
import { findRecord } from '../store/find-record';
import { openRun } from './open-run';
import { runCell } from '../sweep/run-cell';
import { RunStore } from '../store/run-store';
import { madeRecord } from '../testing/made-record';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { experimentOf } from '../define/load-experiment';

const scratch = scratchFolder('open-run');
let record: RunRecord;
let path: string;

beforeAll(async () => {
  await selectBackend();
  const evaluators = [gap({ resamples: 20 }), retrieval({ resamples: 20 })];
  const definition = tinyExperiment({ base: { ...tinyBase, evaluators } });
  const store = new RunStore(join(scratch.path, 'tiny'));
  const [cell] = cellsOf(definition);
  record = await runCell({ ...experimentOf(definition), store }, cell!, 'quick');
  path = store.recordPath(record.variant, record.seed, record.key);
}, 120_000);

const open = (reference = path) => openRun(reference, { runs: scratch.path });

describe('openRun and evaluateRun', () => {
  it('give the scores of the record again, from record and checkpoint alone', async () => {
    const { evaluations } = await evaluateRun(await open(), { on: [] });
    expect(evaluations.map(({ scores }) => Object.keys(scores)[0]!.split('/')[0])).toEqual(['gap', 'retrieval']);
    const scores = Object.assign({}, ...evaluations.map((evaluation) => evaluation.scores)) as Record<string, number>;
    expect(Object.keys(scores)).toEqual(Object.keys(record.scores));
    for (const [key, value] of Object.entries(scores)) expect(value).toBeCloseTo(record.scores[key]!, 5);
  });

  it('name the option for a run whose components only its experiment knows', async () => {
    const own = { ...record, config: { ...record.config, losses: [{ slot: 'losses', type: 'mine', options: {} }] } };
    const file = join(scratch.path, 'own.json');
    writeFileSync(file, JSON.stringify(own));
    await expect(open(file)).rejects.toThrow(
      '"mine" of slot "losses" is a component of its own experiment; name the experiment file with --experiment <file>',
    );
  });

  it('evaluate on other splits, other data and by other evaluators', async () => {
    const opened = await open();
    const zeroShot = '{"type":"zero-shot","options":{"resamples":0,"classSets":["form"]}}';
    const {
      evaluations: [own, other],
    } = await evaluateRun(opened, { on: ['val', 'shapes:train'], evaluators: [zeroShot] });
    expect(Object.keys(own!.scores)[0]).toBe('zero-shot/val/form/top-1');
    expect(Object.keys(other!.scores)[0]).toBe('zero-shot/train/form/top-1');
    await expect(evaluateRun(opened, { on: ['vla'] })).rejects.toThrow(
      'unknown split or data set "vla"; did you mean "val"',
    );
    await expect(evaluateRun(opened, { on: [], evaluators: ['gpa'] })).rejects.toThrow('did you mean "gap"');
    await expect(evaluateRun(opened, { on: [], evaluators: ['{"gap"}'] })).rejects.toThrow('not a component');
  });

  it('embed each image and text once over all openings', async () => {
    const first = await open();
    await evaluateRun(first, { on: ['test'] });
    await first.keepEmbeddings();
    const [file] = readdirSync(join(scratch.path, 'tiny', 'embeddings'));
    const before = readFileSync(join(scratch.path, 'tiny', 'embeddings', file!));
    const second = await open();
    await evaluateRun(second, { on: ['test'] });
    await second.keepEmbeddings();
    expect(readdirSync(join(scratch.path, 'tiny', 'embeddings'))).toEqual([file]);
    expect(readFileSync(join(scratch.path, 'tiny', 'embeddings', file!)).equals(before)).toBe(true);
  });

  it('say what is missing: the training key, the checkpoint, a fitting one', async () => {
    const { trainingKey, ...old } = record;
    const aside = join(scratch.path, 'old.json');
    writeFileSync(aside, JSON.stringify(old));
    await expect(open(aside)).rejects.toThrow('name its weights with --checkpoint');
    const checkpoint = new RunStore(join(scratch.path, 'tiny')).checkpointPath(trainingKey!);
    expect(existsSync(checkpoint)).toBe(true);
    const opened = await openRun(aside, { runs: scratch.path, checkpoint });
    expect(opened.model.logitScale).toBeGreaterThan(1);
    const { imageEncoder, ...rest } = record.config;
    writeFileSync(aside, JSON.stringify({ ...record, config: rest }));
    await expect(open(aside)).rejects.toThrow(`record ${aside}: its config names no imageEncoder`);
    writeFileSync(aside, JSON.stringify({ ...record, config: { ...rest, imageEncoder: rest['sharing'] } }));
    await expect(open(aside)).rejects.toThrow('"separate" is a component of slot "sharing"');
    writeFileSync(aside, JSON.stringify({ ...record, trainingKey: '0'.repeat(64) }));
    await expect(open(aside)).rejects.toThrow('is missing; train it again');
    rmSync(aside);
  });
});

describe('findRecord', () => {
  it('finds a record by file, folder, name and key', () => {
    const name = basename(path, '.json');
    for (const reference of [path, join(scratch.path, 'tiny'), name, name.slice(0, 9), record.key.slice(0, 8)]) {
      expect(findRecord(reference, scratch.path)).toEqual({ record, path, folder: join(scratch.path, 'tiny') });
    }
  });

  it('names what is there where none or several fit, and what is wrong with a damaged one', async () => {
    expect(() => findRecord('clop-seed0', scratch.path)).toThrow('unknown run "clop-seed0"');
    expect(() => findRecord('x', join(scratch.path, 'nowhere'))).toThrow('no records below');
    const store = new RunStore(join(scratch.path, 'two'));
    await store.save(madeRecord());
    const second = await store.save(madeRecord({ seed: 1 }));
    expect(() => findRecord(join(scratch.path, 'two'), scratch.path)).toThrow('2 records match; choose one of');
    writeFileSync(second, '{"schema":2}');
    expect(() => findRecord(second, scratch.path)).toThrow(UserError);
    writeFileSync(second, '{');
    expect(() => findRecord(second, scratch.path)).toThrow(second);
  });
});
