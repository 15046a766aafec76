import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { retrieval } from '@alignclip/evaluation';
import { trainer, warmUpCosine } from '@alignclip/training';
import { grid } from '../define/grid';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from '../define/cells';
import { planSweep } from './plan-sweep';
import { runCell } from './run-cell';
import { checkpointPath, RunStore } from '../store/run-store';
import { withStartingWeights } from './plan-cells';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { experimentOf } from '../define/load-experiment';

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

const firstLoss = (store: RunStore) => {
  const { records } = store.readAll();
  return records.find(({ experiment }) => experiment === 'first')?.curves['L']?.[0];
};
