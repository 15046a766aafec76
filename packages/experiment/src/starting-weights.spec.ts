import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { trainer } from '@alignclip/training';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from './cells';
import { planSweep } from './plan-sweep';
import { runCell } from './run-cell';
import { checkpointPath, RunStore } from './run-store';
import { withStartingWeights } from './starting-weights';
import { scratchFolder } from './testing/scratch-folder';
import { tinyBase, tinyExperiment } from './testing/tiny-experiment';

const scratch = scratchFolder('starting');
const file = join(__dirname, 'testing/tiny-experiment.ts');
const first = tinyExperiment({ name: 'first', folder: 'common' });
const second = tinyExperiment({
  name: 'second',
  folder: 'common',
  startsFrom: first,
  base: { ...tinyBase, trainer: trainer({ steps: 3, batchSize: 16 }) },
});
const experiment = { file, definition: second };
const [beginning] = cellsOf(first);
const [cell] = cellsOf(second);

beforeAll(() => selectBackend());

describe('withStartingWeights', () => {
  it('leaves a cell as it is where its experiment begins anew', async () => {
    const store = new RunStore(join(scratch.path, 'anew', 'common'));
    expect(await withStartingWeights(beginning!, { file, definition: first }, undefined, store)).toBe(beginning);
  });

  it('says which experiment to run first', async () => {
    const store = new RunStore(join(scratch.path, 'early', 'common'));
    const planned = planSweep(experiment, {}, store);
    await expect(planned).rejects.toThrow(UserError);
    await expect(planned).rejects.toThrow('CLIP · seed 0 of "second" begins with the weights of "first"');
  });

  it('begins with the weights of the same variant and seed, whatever the path', async () => {
    const store = new RunStore(join(scratch.path, 'runs', 'common'));
    const { trainingKey } = await runCell({ file, definition: first }, beginning!, 'quick', store);
    const checkpoint = checkpointPath(store.folder, trainingKey!);
    const started = await withStartingWeights(cell!, experiment, undefined, store);
    expect(started.config.trainer.options['from']).toBe(checkpoint);

    const moved = new RunStore(join(scratch.path, 'elsewhere', 'common'));
    mkdirSync(join(moved.folder, 'checkpoints'), { recursive: true });
    copyFileSync(checkpoint, checkpointPath(moved.folder, trainingKey!));
    const [here, there] = [await planSweep(experiment, {}, store), await planSweep(experiment, {}, moved)];
    expect(there.cells[0]!.key).toBe(here.cells[0]!.key);

    const record = await runCell(experiment, cell!, 'quick', store);
    expect(record.key).toBe(here.cells[0]!.key);
    expect(record.curves['L']![0]).toBeLessThan((await firstLoss(store))!); // it doesn't begin at the beginning
  });
});

const firstLoss = async (store: RunStore) => store.readAll().records.find(({ experiment }) => experiment === 'first')?.curves['L']?.[0]; // prettier-ignore
