import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { retrieval } from '@alignclip/evaluation';
import { trainer, warmUpCosine } from '@alignclip/training';
import { grid } from '../define/grid';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from '../define/cells';
import { chosenCell, planSweep } from './plan-sweep';
import { runCell } from './run-cell';
import { checkpointPath, RunStore } from '../store/run-store';
import { withStartingWeights } from './starting-weights';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { experimentOf } from '../define/load-experiment';
import { tunePlan } from '../define/tune';

const scratch = scratchFolder('starting');
const file = join(__dirname, '../testing/tiny-experiment.ts');
const first = tinyExperiment({ name: 'first', folder: 'common' });
const second = tinyExperiment({
  name: 'second',
  folder: 'common',
  startsFrom: first,
  base: { ...tinyBase, trainer: trainer({ steps: 3, batchSize: 16 }) },
});
const experiment = experimentOf(second, file);
const before = experimentOf(first, file);
const [beginning] = cellsOf(first);
const [cell] = cellsOf(second);

beforeAll(() => selectBackend());

describe('withStartingWeights', () => {
  it('leaves a cell as it is where its experiment begins anew', async () => {
    const store = new RunStore(join(scratch.path, 'anew', 'common'));
    expect(await withStartingWeights(beginning!, { ...before, store }, undefined)).toBe(beginning);
  });

  it('says which experiment to run first', async () => {
    const store = new RunStore(join(scratch.path, 'early', 'common'));
    const planned = planSweep({ ...experiment, store }, {});
    await expect(planned).rejects.toThrow(UserError);
    await expect(planned).rejects.toThrow('CLIP · seed 0 of "second" starts from the weights of "first"');
  });

  it('starts from the weights of the same variant and seed, whatever the path', async () => {
    const store = new RunStore(join(scratch.path, 'runs', 'common'));
    const { trainingKey } = await runCell({ ...before, store }, beginning!, 'quick');
    const checkpoint = checkpointPath(store.folder, trainingKey!);
    const started = await withStartingWeights(cell!, { ...experiment, store }, undefined);
    expect(started.config.trainer.options['from']).toBe(checkpoint);

    const moved = new RunStore(join(scratch.path, 'elsewhere', 'common'));
    mkdirSync(join(moved.folder, 'checkpoints'), { recursive: true });
    copyFileSync(checkpoint, checkpointPath(moved.folder, trainingKey!));
    const here = await planSweep({ ...experiment, store }, {});
    const there = await planSweep({ ...experiment, store: moved }, {});
    expect(there.cells[0]!.key).toBe(here.cells[0]!.key);

    const record = await runCell({ ...experiment, store }, cell!, 'quick');
    expect(record.key).toBe(here.cells[0]!.key);
    expect(record.curves['L']![0]).toBeLessThan(firstLoss(store)!); // it doesn't begin at the beginning
  });
});

describe('a start that is named', () => {
  it('lets all variants and their trials start from one variant', async () => {
    const store = new RunStore(join(scratch.path, 'named', 'common'));
    const third = tinyExperiment({
      name: 'third',
      folder: 'common',
      startsFrom: { experiment: first, variant: 'CLIP' },
      base: { ...tinyBase, evaluators: [retrieval()], trainer: trainer({ steps: 3, batchSize: 16 }) },
      variants: { 'CLIP, continued': {}, slower: { schedule: warmUpCosine({ rate: 1e-4 }) } },
      tune: {
        by: { score: 'retrieval/val/image-to-text/R@1', better: 'higher' },
        grids: { slower: grid({ 'schedule.rate': [1e-4, 1e-5] }) },
      },
    });
    const opened = { ...experimentOf(third, file), store };
    await expect(planSweep(opened, {})).rejects.toThrow('starts from the weights of "first"');
    const { trainingKey } = await runCell({ ...before, store }, beginning!, 'quick');
    const { cells, trials } = await planSweep(opened, {});
    for (const { config } of [...cells, ...trials])
      expect(config.trainer.options['from']).toBe(checkpointPath(store.folder, trainingKey!));
    expect([cells.length, trials.length]).toEqual([2, 2]);
  });
});

describe('a start from an experiment that', () => {
  const steps = { trainer: trainer({ steps: 3, batchSize: 16 }) };
  const openedIn = (folder: string) => (definition: Parameters<typeof experimentOf>[0]) => ({
    ...experimentOf(definition, file),
    store: new RunStore(join(scratch.path, folder, 'common')),
  });
  const fromOf = (config: { trainer: { options: Record<string, unknown> } }) => config.trainer.options['from'];

  it('itself starts from another one begins with its weights', async () => {
    const open = openedIn('chain');
    const third = tinyExperiment({
      name: 'third',
      folder: 'common',
      startsFrom: second,
      base: { ...tinyBase, ...steps },
    });
    await runCell(open(first), beginning!, 'quick');
    await expect(planSweep(open(third), {})).rejects.toThrow('starts from the weights of "second"');
    const { trainingKey } = await runCell(open(second), cell!, 'quick');
    const { cells } = await planSweep(open(third), {});
    expect(fromOf(cells[0]!.config)).toBe(open(second).store.checkpointPath(trainingKey!));
  });

  it('is tuned begins with the weights that were chosen', async () => {
    const open = openedIn('tuned');
    const tuned = tinyExperiment({
      name: 'tuned',
      folder: 'common',
      base: { ...tinyBase, ...steps, evaluators: [retrieval()] },
      tune: {
        by: { score: 'retrieval/val/image-to-text/R@1', better: 'higher' },
        grids: { CLIP: grid({ 'trainer.steps': [2, 3, 4] }) },
      },
    });
    const after = tinyExperiment({
      name: 'after',
      folder: 'common',
      startsFrom: tuned,
      base: { ...tinyBase, ...steps },
    });
    await runCell(open(tuned), cellsOf(tuned)[0]!, 'quick'); // the values of the file, which nothing has chosen
    await expect(planSweep(open(after), {})).rejects.toThrow('starts from the weights of "tuned"');
    const trials = open(tunePlan(tuned, {}, 'quick')!.definition);
    for (const trial of cellsOf(trials.definition)) await runCell(trials, trial, 'quick');
    const chosen = await chosenCell(open(tuned), cellsOf(tuned)[0]!, {});
    const { trainingKey } = await runCell(open(tuned), chosen, 'quick');
    const { cells } = await planSweep(open(after), {});
    expect(fromOf(cells[0]!.config)).toBe(open(tuned).store.checkpointPath(trainingKey!));
  });

  it('lacks the variant or the profile is named', async () => {
    const other = tinyExperiment({ name: 'other', folder: 'common', startsFrom: first, variants: { Other: {} } });
    const open = openedIn('lacking');
    await expect(planSweep(open(other), {})).rejects.toThrow('startsFrom "first": unknown variant "Other"');
    const profiles = { smoke: {} };
    const sized = tinyExperiment({ name: 'sized', folder: 'common', startsFrom: first, profiles });
    await expect(planSweep(open(sized), { profile: 'smoke' })).rejects.toThrow('"first": unknown profile "smoke"');
  });
});

const firstLoss = (store: RunStore) => {
  const { records } = store.readAll();
  return records.find(({ experiment }) => experiment === 'first')?.curves['L']?.[0];
};
