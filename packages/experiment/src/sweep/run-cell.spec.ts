import { selectBackend, tf } from '@alignclip/backend';
import {
  alone,
  defineComponent,
  Interrupted,
  LossTerm,
  type Peers,
  runRecordSchema,
  type RunRecord,
  type Tensor,
  UserError,
} from '@alignclip/core';
import { gap, retrieval } from '@alignclip/evaluation';
import { readEventFile } from '@alignclip/formats';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { EventEmitter, once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { cellsOf } from '../define/cells';
import type { Change } from '../define/run-config';
import { runCell } from './run-cell';
import { eventFileName } from '../store/run-events';
import { RunStore } from '../store/run-store';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyExperiment } from '../testing/tiny-experiment';
import { weightsOf } from '../testing/weights-of';
import { experimentOf } from '../define/load-experiment';

const scratch = scratchFolder('cell');
const file = join(__dirname, '../testing/tiny-experiment.ts');
const components = [
  defineComponent(LossTerm)({
    type: 'broken-term',
    options: z.strictObject({}),
    create: () => {
      let calls = 0;
      return { symbol: 'L_broken', weight: 1, compute: () => tf.scalar((calls += 1) < 3 ? 0 : NaN) };
    },
  }),
] as const;

const storeNamed = (name: string) => new RunStore(join(scratch.path, name));
const alignClip = { sharing: shared(), losses: [crossModalitySeparation(), intraModalitySeparation()] };

/** Runs one cell and tells which steps and phases it saw; `stopAt` aborts after that step. */
async function run(store: RunStore, change: Change = {}, { stopAt = Infinity, variant = 'one' } = {}) {
  const definition = tinyExperiment({ variants: { [variant]: change }, components });
  const stop = new AbortController();
  const steps: number[] = [];
  const phases: string[] = [];
  const result = runCell({ ...experimentOf(definition, file), store }, cellsOf(definition)[0]!, 'quick', {
    signal: stop.signal,
    onPhase: (phase) => phases.push(phase),
    onStep: ({ step }) => {
      steps.push(step);
      if (step === stopAt) stop.abort();
    },
  });
  const record = await result.catch((error: unknown) => error as Error);
  return { record: record as RunRecord, error: record as Error, steps, phases };
}
const files = (store: RunStore, part: string) => readdirSync(join(store.folder, part));
const checkpointOf = (store: RunStore) => join(store.folder, 'checkpoints', files(store, 'checkpoints')[0]!);

const eventsOf = (store: RunStore) => {
  const [name] = files(store, 'tensorboard');
  return readEventFile(join(store.eventFolder(name!), eventFileName)).points;
};

beforeAll(() => selectBackend());

describe('runCell', () => {
  it('trains, evaluates and records; asked again, it reads', async () => {
    const store = storeNamed('whole');
    const { record, steps, phases } = await run(store, alignClip);
    expect([steps, phases]).toEqual([
      [1, 2, 3, 4, 5, 6],
      ['train', 'evaluate'],
    ]);
    expect(runRecordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({ experiment: 'tiny', variant: 'one', seed: 0, profile: 'quick' });
    expect(record.config['sharing']).toEqual(shared());
    expect(record.parameters.shared).toBe(872 + 16 + 64);
    expect(record.curves['step']).toEqual([1, 2, 4, 6]);
    expect(Object.keys(record.curves)).toEqual(
      expect.arrayContaining(['L', 'L_CRsep', 'L_IMsep', 'learning-rate', 'logit-scale']),
    );
    expect(record.scores['gap/test/centroid-distance']).toBeGreaterThan(0);
    expect(record.provenance.backend).toMatch(/\(cpu|gpu\)$/);
    expect(record.provenance).toMatchObject({
      threads: expect.any(Number),
      packages: { zod: expect.stringMatching(/^\d+\.\d+/) },
    });
    const again = await run(store, alignClip);
    expect(again).toEqual({ record, error: record, steps: [], phases: [] });
    expect(files(store, 'records')).toHaveLength(1);
    expect(files(store, 'locks')).toEqual([]);
  });

  it('evaluates again without training where evaluators or the name of the variant change', async () => {
    const store = storeNamed('evaluators');
    const { record: first } = await run(store);
    const evaluators = [gap({ resamples: 0 }), retrieval({ resamples: 0 })];
    const { record, steps, phases } = await run(store, { evaluators });
    expect([steps, phases]).toEqual([[], ['train', 'evaluate']]);
    expect(record.scores).toMatchObject(first.scores);
    expect(record.scores).toHaveProperty(['retrieval/test/image-to-text/R@1']);
    expect(record.curves).toEqual(first.curves);
    const renamed = await run(store, {}, { variant: 'two' });
    expect([renamed.record.scores, renamed.record.variant, renamed.steps]).toEqual([first.scores, 'two', []]);
    expect(files(store, 'checkpoints')).toHaveLength(1);
    expect(files(store, 'records')).toHaveLength(3);
  });

  it('goes on after an interruption to the very weights and scores of an undisturbed run', async () => {
    const [calm, disturbed] = [storeNamed('calm'), storeNamed('disturbed')];
    const { record: whole } = await run(calm, alignClip);
    const stopped = await run(disturbed, alignClip, { stopAt: 3 });
    expect(stopped.error).toBeInstanceOf(Interrupted);
    expect(files(disturbed, 'records')).toEqual([]);
    expect(files(disturbed, 'locks')).toEqual([]);
    expect(files(disturbed, 'started')).toEqual([expect.stringMatching(/^one-seed0-[0-9a-f]{12}\.json$/)]);
    const { record, steps } = await run(disturbed, alignClip);
    expect(files(disturbed, 'started')).toEqual([]);
    expect(steps).toEqual([4, 5, 6]);
    expect(eventsOf(disturbed)).toEqual(eventsOf(calm));
    expect(
      eventsOf(calm)
        .filter(({ tag }) => tag === 'train/L_IMsep')
        .map(({ step }) => step),
    ).toEqual([1, 2, 4, 6]);
    const { scores, curves, parameters, key } = whole;
    expect(record).toMatchObject({ scores, curves, parameters, key });
    expect(await weightsOf(checkpointOf(disturbed))).toEqual(await weightsOf(checkpointOf(calm)));
  });

  it('evaluates averaged weights, now and from the finished checkpoint, and counts frozen values apart', async () => {
    const store = storeNamed('averaged');
    const options = { steps: 6, batchSize: 16, checkpointEvery: 2 };
    const tuned = (ema?: { decay: number }) => ({
      trainer: trainer({ ...options, freeze: ['text/**'], ...(ema && { ema }) }),
    });
    const [{ record: plain }, { record: averaged }] = [
      await run(store, tuned()),
      await run(store, tuned({ decay: 0.9 })),
    ];
    const { frozen, text, total } = averaged.parameters;
    expect([frozen, frozen! < total]).toEqual([text, true]);
    const score = 'gap/test/centroid-distance';
    expect(averaged.scores[score]).not.toBe(plain.scores[score]);
    const evaluators = [gap({ resamples: 0 }), retrieval({ resamples: 0 })];
    const again = await run(store, { ...tuned({ decay: 0.9 }), evaluators });
    expect(again.steps).toEqual([]);
    expect(again.record.scores).toMatchObject(averaged.scores);
  });

  it('names step and term of a loss that is not finite, and records nothing', async () => {
    const store = storeNamed('broken');
    const { error, steps } = await run(store, { losses: [clip(), components[0]()] });
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain('step 3: L_broken = NaN');
    expect(steps).toEqual([1, 2]);
    expect(files(store, 'records')).toEqual([]);
    expect(files(store, 'locks')).toEqual([]);
  });

  it('does not trust a damaged checkpoint', async () => {
    const store = storeNamed('damaged');
    await run(store, {}, { stopAt: 2 });
    writeFileSync(checkpointOf(store), 'not a checkpoint');
    const { error } = await run(store);
    expect(error.message).toContain(checkpointOf(store));
    expect(files(store, 'records')).toEqual([]);
  });
});

describe('runCell of several workers', () => {
  const store = () => storeNamed('turn');
  const workers = (rank: number, agree: Peers['agree'], signal?: AbortSignal) => {
    const definition = tinyExperiment({ variants: { one: {} } });
    const peers = {
      ...alone,
      rank,
      size: 2,
      agree,
      gather: <T extends Tensor>(rows: T): T => tf.concat([rows, rows]),
    };
    const hooks = { peers, ...(signal && { signal }) };
    return runCell({ ...experimentOf(definition, file), store: store() }, cellsOf(definition)[0]!, 'quick', hooks);
  };

  it('tells them that the first one waits for its turn', async () => {
    const { record } = await run(store());
    const free = new EventEmitter();
    const held = once(free, 'free');
    const locked = new Promise<void>((resolve) => {
      const key = basename(checkpointOf(store()), '.safetensors');
      void store().exclusively(key, () => (resolve(), held));
    });
    await locked;
    const said: boolean[] = [];
    const found = await workers(0, (flag) => {
      said.push(flag);
      free.emit('free');
      return flag;
    });
    expect(found).toEqual(record);
    expect([said[0], ...said.slice(-2)]).toEqual([true, false, true]); // waits; has its turn; the cell is finished
  });

  it('lets the others wait until then, or until they are stopped', async () => {
    const answers = [true, true, false, true];
    expect(await workers(1, () => answers.shift()!)).toBeUndefined();
    expect(answers).toEqual([]);
    const stop = new AbortController();
    const waiting = workers(1, () => (stop.abort(), true), stop.signal);
    await expect(waiting).rejects.toThrow(Interrupted);
  });
});
