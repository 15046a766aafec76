import { selectBackend } from '@alignclip/backend';
import { Interrupted } from '@alignclip/core';
import { webdataset } from '@alignclip/datasets';
import { bpeTokenizer } from '@alignclip/encoders';
import { clip, intraModalitySeparation } from '@alignclip/losses';
import { Parameters } from '@alignclip/nn';
import { openBatches, trainer, TrainingData } from '@alignclip/training';
import { join } from 'node:path';
import { cellsOf } from './define/cells';
import { compose } from './compose/compose';
import { Registry } from './define/registry';
import { scratchFolder } from './testing/scratch-folder';
import { tinyExperiment } from './testing/tiny-experiment';
import { weightsOf } from './testing/weights-of';

const scratch = scratchFolder('streamed');
const files = join(__dirname, '../../datasets/fixtures/webdataset/shard-{0000..0001}.tar');

beforeAll(() => selectBackend());

/** A run on the tar shards that the webdataset library wrote, read as a stream in windows of three. */
function streamedRun() {
  const change = {
    dataset: webdataset({ files, window: 3, lanes: 2 }),
    tokenizer: bpeTokenizer({ contextLength: 16 }),
    losses: [clip(), intraModalitySeparation()],
    trainer: trainer({ steps: 7, batchSize: 2, checkpointEvery: 3 }),
    evaluators: [],
  };
  const [cell] = cellsOf(tinyExperiment({ variants: { streamed: change } }));
  return compose({ ...cell!, registry: new Registry() });
}

async function train(checkpoint: string, stopAt?: number): Promise<number[]> {
  const run = streamedRun();
  const stop = new AbortController();
  const steps: number[] = [];
  const onStep = ({ step }: { step: number }) => {
    steps.push(step);
    if (step === stopAt) stop.abort();
  };
  const trained = (await run.trainer()).run({ checkpoint, key: 'k', signal: stop.signal, onStep });
  await (stopAt === undefined ? trained : expect(trained).rejects.toThrow(Interrupted));
  (await run.get(Parameters)).dispose();
  return steps;
}

describe('a run on a streamed data set', () => {
  let wanted: Awaited<ReturnType<typeof weightsOf>>;
  beforeAll(async () => {
    const calm = join(scratch.path, 'calm.safetensors');
    await train(calm);
    wanted = await weightsOf(calm);
  });

  it.each([2, 5])('goes on inside a shard to the very weights of an undisturbed run, stopped at %i', async (stopAt) => {
    const disturbed = join(scratch.path, `stopped-${stopAt}.safetensors`);
    await train(disturbed, stopAt);
    expect(await train(disturbed)).toEqual([1, 2, 3, 4, 5, 6, 7].slice(stopAt));
    expect(await weightsOf(disturbed)).toEqual(wanted);
  });

  it('gives the batch of its position again', async () => {
    const run = streamedRun();
    const [one, other] = await Promise.all(
      [0, 1].map(async () => openBatches({ ...(await run.get(TrainingData)), batchSize: 2 })),
    );
    const { position } = await one!.next(0);
    await other!.begin(1, position);
    const [next, again] = [await one!.next(1), await other!.next(1)];
    expect(await again.images.array()).toEqual(await next.images.array());
    expect(again.position).toEqual(next.position);
    await Promise.all([one!.end(), other!.end()]);
  });
});
