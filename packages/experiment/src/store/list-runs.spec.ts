import { contentHash } from '@alignclip/core';
import { writeSafetensors } from '@alignclip/formats';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listRuns } from './list-runs';
import { RunStore } from './run-store';
import { StartedCells } from './records';
import { madeRecord } from '../testing/made-record';
import { scratchFolder } from '../testing/scratch-folder';

const scratch = scratchFolder('list');
const trainingKey = contentHash('training');

describe('listRuns', () => {
  it('finds no experiment where there is no folder', async () => {
    expect(await listRuns(join(scratch.path, 'nowhere'))).toEqual([]);
  });

  it('tells finished, running and stopped cells, their sizes, and what can’t be read', async () => {
    const store = new RunStore(join(scratch.path, 'runs', 'tiny'));
    const dataset = { slot: 'dataset', type: 'fold', options: { of: 3, index: 2 } };
    await store.save(madeRecord({ trainingKey, config: { dataset } }));
    const damaged = await store.save(madeRecord({ seed: 9, key: contentHash('damaged') }));
    writeFileSync(damaged, '{"schema":');
    await writeSafetensors(store.checkpointPath(trainingKey), new Map(), { training: '{"step":120}' });
    const started = new StartedCells(store.folder);
    const cell = { experiment: 'tiny', variant: 'CLIP', profile: 'quick', trainingKey, startedAt: 'now' };
    for (const seed of [1, 2]) {
      const key = contentHash(seed);
      await started.add(store.runName('CLIP', seed, key), {
        ...cell,
        ...(seed === 2 && { fold: 1 }),
        seed,
        key,
        trainingKey: seed === 1 ? key : trainingKey,
      });
    }
    writeFileSync(started.pathOf('hostile'), '{"variant":{}}');
    mkdirSync(join(store.folder, 'locks', `${contentHash(1).slice(0, 24)}.lock`));
    const [{ name, runs, problems }, ...others] = (await listRuns(join(scratch.path, 'runs'))) as [never];
    expect([name, others]).toEqual(['tiny', []]);
    expect(runs).toMatchObject([
      { seed: 0, fold: 2, state: 'finished', seconds: 3, steps: undefined, bytes: expect.any(Number) },
      { seed: 1, fold: undefined, state: 'running', steps: 0 },
      { seed: 2, fold: 1, state: 'stopped', steps: 120 },
    ]);
    expect(problems).toEqual([expect.stringContaining(damaged)]);
  });

  it('leaves out the mark of a cell that has its record', async () => {
    const store = new RunStore(join(scratch.path, 'done', 'tiny'));
    const record = madeRecord();
    const path = await store.save(record);
    const { experiment, variant, seed, profile, key } = record;
    const name = store.runName(variant, seed, key);
    await new StartedCells(store.folder).add(name, {
      experiment,
      variant,
      seed,
      profile,
      key,
      trainingKey,
      startedAt: '',
    });
    expect((await listRuns(dirname(store.folder)))[0]!.runs).toHaveLength(1);
    expect(path).toContain(name);
  });
});
