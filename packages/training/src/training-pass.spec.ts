import { normalizeRows, selectBackend, tf } from '@alignclip/backend';
import {
  alone,
  exampleKeys,
  type ImageEncoder,
  type LossTerm,
  type Peers,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type TrainingPass,
} from '@alignclip/core';
import { constant, ParameterStore } from '@alignclip/nn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { splitBatch } from './batches/split-batch';
import { ContrastiveModel } from './contrastive-model';
import { ContrastiveTrainer, type TrainerOptions } from './contrastive-trainer';
import { chunkedGradients } from './chunked-gradients';
import { batchGradients } from './gradients';
import { tinyRun, weightsOf } from './testing/tiny-run';
import { infoNce, viewDistance } from './testing/tiny-terms';
import { StateUpdates, trainingPass } from './training-pass';

beforeAll(() => selectBackend());

const keys = exampleKeys(
  1,
  [0, 1, 2].map((index) => ({ epoch: 0, index })),
);

describe('trainingPass', () => {
  it('draws by example, stream and name', () => {
    const drawn = tf.tidy(() => {
      const numbers = (pass: TrainingPass, name = 'a') => pass.uniform(name, 4).arraySync();
      const whole = trainingPass(keys, 'image');
      expect(whole.uniform('a', 4).shape).toEqual([3, 4]);
      return {
        all: numbers(whole),
        part: numbers(trainingPass(keys.subarray(2), 'image')),
        others: [numbers(whole, 'b'), numbers(trainingPass(keys, 'text'))],
      };
    });
    expect(drawn.part).toEqual(drawn.all.slice(1));
    for (const other of drawn.others) expect(other).not.toEqual(drawn.all);
  });

  it('forgets new values of states where nothing collects them', () => {
    const state = tf.variable(tf.tensor1d([1]));
    trainingPass(keys, 'image').update(state, tf.tensor1d([2]));
    expect(state.arraySync()).toEqual([1]);
  });
});

describe('StateUpdates', () => {
  it('takes the mean over the parts of all workers, by their rows', () => {
    /** With another worker that has seen four times as many rows and double the values. */
    const peers: Peers = {
      ...alone,
      size: 2,
      gather: (given) => {
        const factors = [4, 4, 2, 2, 2]; // rows of two parts, then their values: one of [2], one of []
        const others = tf.mul(given, tf.tensor2d([factors.slice(0, given.shape[1])]));
        return tf.concat([given, others]) as typeof given;
      },
    };
    const [vector, scalar] = [tf.variable(tf.tensor1d([0, 0])), tf.variable(tf.scalar(0))];
    const updates = new StateUpdates();
    updates.add(vector, tf.tensor1d([1, 3]), 3);
    updates.add(scalar, tf.scalar(5), 3);
    updates.apply(peers);
    expect([...vector.dataSync()]).toEqual(
      [1 * 0.2 + 2 * 0.8, 3 * 0.2 + 6 * 0.8].map((value) => expect.closeTo(value, 5) as number),
    );
    expect(scalar.dataSync()[0]).toBeCloseTo(5 * 0.2 + 10 * 0.8, 5);
  });

  it('gives a state its value when it is applied, once', () => {
    const state = tf.variable(tf.tensor1d([1]));
    const before = tf.memory().numTensors;
    const updates = new StateUpdates();
    tf.tidy(() => trainingPass(keys, 'image', updates).update(state, tf.add(state, 0.25)));
    expect(state.arraySync()).toEqual([1]);
    updates.apply();
    updates.apply();
    expect(state.arraySync()).toEqual([1.25]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes the mean of several values, weighted by rows', () => {
    const state = tf.variable(tf.tensor1d([0]));
    const updates = new StateUpdates();
    tf.tidy(() => {
      trainingPass(keys, 'image', updates).update(state, tf.tensor1d([4]));
      trainingPass(keys.subarray(4), 'image', updates).update(state, tf.tensor1d([8]));
    });
    updates.apply();
    expect(state.arraySync()).toEqual([5]);
  });
});

/** The tiny run with an image tower that drops half of its features in training, and counts the passes in a state. */
async function droppingRun(
  options: Partial<TrainerOptions> = {},
  terms: (parameters: ParameterStore) => readonly LossTerm[] = () => [infoNce],
) {
  const parameters = new ParameterStore(7);
  const parts = await tinyRun(options, terms(parameters), 4, undefined, parameters);
  const seen = parameters.parameter('image/seen', [], constant(0));
  parameters.freeze('image/seen');
  const { imageEncoder, textEncoder } = parts.model;
  const features = (images: tf.Tensor4D, pass?: TrainingPass) => {
    const rows = imageEncoder.features!(images);
    if (pass === undefined) return rows;
    pass.update(seen, tf.add(seen, 1));
    return tf.mul<Tensor2D>(rows, tf.greater(pass.uniform('dropout', 4), 0.5));
  };
  const image: ImageEncoder = {
    ...imageEncoder,
    features,
    embed: (images, pass) => normalizeRows(features(images, pass)),
  };
  const temperature = { logitScale: () => parts.model.logitScale(), clamp: () => parts.model.clampLogitScale() };
  const model = new ContrastiveModel(image, textEncoder, temperature);
  const all = { steps: 12, accumulate: 1, logEvery: 5, checkpointEvery: 4, ...options };
  return { ...parts, model, trainer: new ContrastiveTrainer({ ...parts, model }, all) };
}

const counted = ({ parameters }: { parameters: ParameterStore }) => parameters.get('image/seen')!.dataSync()[0];

describe('training with a tower that draws', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-pass-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('resumes to exactly the weights of an uninterrupted run', async () => {
    const whole = await droppingRun();
    await whole.trainer.run({});
    const checkpoint = join(folder, 'resumed.safetensors');
    const stop = new AbortController();
    const onStep = ({ step }: { step: number }) => step === 5 && stop.abort();
    const first = await droppingRun();
    await expect(first.trainer.run({ checkpoint, key: 'k', onStep, signal: stop.signal })).rejects.toThrow('stopped');
    const second = await droppingRun();
    await second.trainer.run({ checkpoint, key: 'k' });
    expect(weightsOf(second.parameters)).toEqual(weightsOf(whole.parameters));
    expect(counted(second)).toBe(12);
  });

  it.each([2, 3, 4])('has the gradients of the whole batch in %i parts, views included', async (count) => {
    const { model, objective, parameters, batches } = await droppingRun({}, (store) => [infoNce, viewDistance(store)]);
    const batch = await batches.next(1);
    const whole = batchGradients(model, objective, parameters, batch);
    const updates = new StateUpdates();
    const parts = chunkedGradients(model, objective, parameters, { own: splitBatch(batch, count), given: {}, updates });
    const { keys: _, ...untrained } = batch;
    const plain = batchGradients(model, objective, parameters, untrained);
    const kernel = 'image/kernel';
    const distance = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
    for (const [address, gradient] of Object.entries(whole.gradients))
      expect(distance(gradient, parts.gradients[address]!)).toBeLessThan(1e-5);
    expect(distance(whole.gradients[kernel]!, plain.gradients[kernel]!)).toBeGreaterThan(1e-3);
    updates.apply();
    expect(counted({ parameters })).toBe(1);
  });

  it('draws for each view of an image apart, and not where nothing is trained', async () => {
    const { model, batches } = await droppingRun({}, (store) => [infoNce, viewDistance(store)]);
    const { images, tokens, keys: own } = await batches.next(0);
    const views = [images as Tensor4D, images as Tensor4D] as const;
    const zeros = (rows: Tensor2D) => tf.equal(rows, 0).arraySync();
    const { image, firstView, secondView } = model.outputs({ images, tokens, views, keys: own! });
    expect(zeros(firstView!)).not.toEqual(zeros(secondView!));
    expect(zeros(firstView!)).not.toEqual(zeros(image));
    expect(tf.any(tf.equal(model.outputs({ images, tokens }).image, 0)).dataSync()[0]).toBe(0);
  });

  it('gives states one new value a step', async () => {
    const { parameters, trainer } = await droppingRun({ steps: 3, accumulate: 2 });
    await trainer.run({});
    expect(counted({ parameters })).toBe(3);
  });
});
