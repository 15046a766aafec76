import { Interrupted, type Launcher, type RunRecord, UserError } from '@alignclip/core';
import { local } from '@alignclip/launchers';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadExperiment } from '../define/load-experiment';
import { Registry } from '../define/registry';
import { RunStore } from '../store/run-store';
import { planSweep } from './plan-sweep';
import type { FailurePolicy, SweepEvent } from './sweep';
import { runSweep } from './sweep';
import { scratchFolder } from '../testing/scratch-folder';
import { weightsOf } from '../testing/weights-of';

const file = join(__dirname, '../testing/tiny-sweep.ts');
const good = ['CLIP', 'AlignCLIP'];
const options = ['-r', '@alignclip/launchers/typescript'];
const scratch = scratchFolder('sweep');
const storeNamed = (name: string) => new RunStore(join(scratch.path, name));
const inProcesses = new Registry().create(local({ processes: 2 }));

interface SweepChange {
  readonly launcher?: Launcher;
  readonly signal?: AbortSignal;
  readonly onFailure?: FailurePolicy;
  readonly seeds?: readonly number[];
}

/** Sweeps and gives the records, or what was thrown, and every event. */
async function sweep(
  store: RunStore,
  variants: readonly string[],
  { launcher = inProcesses, signal = new AbortController().signal, ...more }: SweepChange = {},
) {
  const events: SweepEvent[] = [];
  const plan = await planSweep({ ...loadExperiment(file), store }, { variants, seeds: more.seeds });
  const result = runSweep(plan, launcher, signal, (event) => events.push(event), more.onFailure);
  const outcome = await result.catch((error: unknown) => error as Error);
  return { records: outcome as RunRecord[], error: outcome as Error, events };
}

/** Starts the sweep in a process group of its own. */
const startSweep = (store: RunStore) =>
  spawn(process.execPath, [...options, join(__dirname, '../testing/sweep-program.ts'), file, store.folder, ...good], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Kills its group at that step of a cell. */
async function killedSweep(store: RunStore, step: number): Promise<void> {
  const child = startSweep(store);
  const closed = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    const { progress } = JSON.parse(line) as { progress?: { step?: number } };
    if ((progress?.step ?? 0) < step) continue;
    process.kill(-child.pid!, 'SIGKILL');
    break;
  }
  await closed;
}

/** Scores by variant, and every tensor by checkpoint. */
async function resultsOf({ folder }: RunStore) {
  const { records } = new RunStore(folder).readAll();
  const names = readdirSync(join(folder, 'checkpoints')).filter((name) => name.endsWith('.safetensors'));
  const weights = await Promise.all(names.map((name) => weightsOf(join(folder, 'checkpoints', name))));
  expect([records.length, names.length]).toEqual([good.length, good.length]);
  return { scores: records.map(({ variant, scores }) => [variant, scores]), names, weights };
}

const { NODE_OPTIONS } = process.env;
beforeAll(() => (process.env['NODE_OPTIONS'] = options.join(' ')));
afterAll(() => {
  if (NODE_OPTIONS === undefined) Reflect.deleteProperty(process.env, 'NODE_OPTIONS');
  else process.env['NODE_OPTIONS'] = NODE_OPTIONS;
});

describe('runSweep', () => {
  const calm = { store: undefined as unknown as RunStore, records: [] as RunRecord[] };

  it('runs each cell in a process of its own; where one fails, the others finish', async () => {
    calm.store = storeNamed('calm');
    const { error, events } = await sweep(calm.store, [...good, 'broken']);
    expect(error.message).toBe('1 of 3 cells failed: broken · seed 0');
    expect(events.find(({ kind }) => kind === 'failed')).toMatchObject({
      error: expect.stringMatching(/^step 1: L_broken = NaN; training stopped/) as string,
    });
    const ended = events.flatMap(({ kind, id }) => (kind === 'progress' ? [] : [`${id} ${kind}`])).sort();
    expect(ended).toEqual(['AlignCLIP · seed 0 done', 'CLIP · seed 0 done', 'broken · seed 0 failed']);
    expect(calm.store.readAll().records.map(({ variant }) => variant)).toEqual(['AlignCLIP', 'CLIP']);
    const steps = events.filter(({ kind, id }) => kind === 'progress' && id.startsWith('CLIP'));
    expect(steps.at(0)).toMatchObject({ progress: { phase: 'train' } });
    expect(steps).toContainEqual(
      expect.objectContaining({ progress: { phase: 'train', step: 40, steps: 40, loss: expect.any(Number) } }),
    );
  }, 120_000);

  it('computes nothing anew, and gives the records in the order of the plan', async () => {
    const { records, events } = await sweep(calm.store, good);
    calm.records = records;
    expect(events).toEqual([]);
    expect(records.map(({ variant }) => variant)).toEqual(good);
  });

  it('killed as a whole and started again, ends with the same scores and bit-equal weights', async () => {
    const store = storeNamed('killed');
    const step = 1 + Math.floor(39 * Math.random());
    await killedSweep(store, step);
    const left = store.readAll();
    expect(left.problems).toEqual([]);
    expect(left.records.length).toBeLessThan(2);
    const { records } = await sweep(store, good);
    for (const [i, { scores, curves, key }] of calm.records.entries())
      expect({ step, ...records[i] }).toMatchObject({ step, scores, curves, key });
    expect(await resultsOf(store)).toEqual(await resultsOf(calm.store));
  }, 180_000);

  it('two at once in one folder train each cell once, and both end well with the same results', async () => {
    const store = storeNamed('two at once');
    const sweeps = await Promise.all(
      [0, 1].map(async () => {
        const child = startSweep(store);
        const exit = once(child, 'close');
        const events: SweepEvent[] = [];
        for await (const line of createInterface(child.stdout)) events.push(JSON.parse(line) as SweepEvent);
        return { code: (await exit)[0] as number, events };
      }),
    );
    expect(sweeps.map(({ code }) => code)).toEqual([0, 0]);
    for (const id of good.map((variant) => `${variant} · seed 0`)) {
      const events = sweeps.flatMap((one) => one.events).filter((event) => event.id === id);
      expect(events.filter(({ kind }) => kind === 'done')).toHaveLength(2);
      const steps = events.flatMap((event) => (event.kind === 'progress' ? (event.progress['step'] ?? []) : []));
      expect(steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    }
    expect(await resultsOf(store)).toEqual(await resultsOf(calm.store));
    expect(readdirSync(join(store.folder, 'locks'))).toEqual([]);
  }, 180_000);

  it('ends as interrupted where it is stopped, with no process started', async () => {
    const { error, events } = await sweep(storeNamed('stopped'), good, { signal: AbortSignal.abort() });
    expect(error).toBeInstanceOf(Interrupted);
    expect(events.map(({ kind }) => kind)).toEqual(['interrupted', 'interrupted']);
  });

  it('does not believe a process that ends well without a record', async () => {
    const launcher: Launcher = {
      async *run(jobs) {
        for (const { id } of jobs) yield { kind: 'done', id, result: {} };
      },
    };
    const { error } = await sweep(storeNamed('lying'), ['CLIP'], { launcher });
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain('CLIP · seed 0: the run succeeded but left no record');
  });

  it('stops the others where a failure shall stop all; they go on later', async () => {
    const one = new Registry().create(local({ processes: 1 }));
    const [store, onFailure] = [storeNamed('halted'), { stop: true, retries: 0 }];
    const { error, events } = await sweep(store, ['CLIP', 'broken'], { launcher: one, onFailure, seeds: [0, 1] });
    expect(events.flatMap(({ kind, id }) => (kind === 'progress' ? [] : [`${id} ${kind}`]))).toEqual([
      'CLIP · seed 0 done',
      'broken · seed 0 failed',
      'CLIP · seed 1 interrupted',
      'broken · seed 1 interrupted',
    ]);
    expect(error.message).toBe(
      '1 of 4 cells failed: broken · seed 0; the others were stopped: run the same command to resume',
    );
    const { records } = await sweep(store, ['CLIP'], { seeds: [0, 1] });
    expect(records).toHaveLength(2);
  }, 120_000);
});
