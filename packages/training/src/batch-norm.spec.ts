import { normalizeRows, selectBackend, tf } from '@alignclip/backend';
import type { ImageEncoder, LossTerm, Tensor, Tensor2D, Tensor4D, TrainingPass } from '@alignclip/core';
import { BatchNorm, ParameterStore, Scope } from '@alignclip/nn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContrastiveModel } from './contrastive-model';
import { ContrastiveTrainer, type TrainerOptions } from './contrastive-trainer';
import { tinyRun, weightsOf } from './testing/tiny-run';
import { infoNce, viewDistance } from './testing/tiny-terms';
import { WeightAverage } from './weight-average';

beforeAll(() => selectBackend());

const folder = mkdtempSync(join(tmpdir(), 'alignclip-batch-norm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Terms = (parameters: ParameterStore) => readonly LossTerm[];

/** The tiny run with batch norm before its image tower. */
async function normalised(options: Partial<TrainerOptions> = {}, terms: Terms = () => [infoNce], averages = false) {
  const parameters = new ParameterStore(7);
  const norm = new BatchNorm(new Scope(parameters, (path) => `image/norm/${path}`), 3);
  const parts = await tinyRun(options, terms(parameters), 4, undefined, parameters);
  const { imageEncoder, textEncoder } = parts.model;
  const features = (images: Tensor4D, pass?: TrainingPass): Tensor2D =>
    imageEncoder.features!(norm.apply(images, pass));
  const image: ImageEncoder = {
    ...imageEncoder,
    features,
    embed: (images, pass) => normalizeRows(features(images, pass)),
  };
  const temperature = { logitScale: () => parts.model.logitScale(), clamp: () => parts.model.clampLogitScale() };
  const model = new ContrastiveModel(image, textEncoder, temperature);
  const average = averages ? new WeightAverage(parameters, 0.5) : undefined;
  const all = { steps: 12, accumulate: 1, logEvery: 5, checkpointEvery: 4, ...options };
  return { ...parts, model, average, trainer: new ContrastiveTrainer({ ...parts, model, average }, all) };
}

const runningMean = ({ parameters }: { parameters: ParameterStore }): number[] => [
  ...parameters.get('image/norm/running-mean')!.dataSync(),
];
const channelMeans = (images: Tensor): number[] => [...tf.tidy(() => tf.mean(images, [0, 1, 2]).dataSync())];

describe('training with batch norm', () => {
  it.each([false, true])('resumes to exactly the weights of an uninterrupted run, averaged: %s', async (averages) => {
    const whole = await normalised({}, undefined, averages);
    await whole.trainer.run({});
    const checkpoint = join(folder, `resumed-${averages}.safetensors`);
    const stop = new AbortController();
    const onStep = ({ step }: { step: number }) => step === 5 && stop.abort();
    const first = await normalised({}, undefined, averages);
    await expect(first.trainer.run({ checkpoint, key: 'k', onStep, signal: stop.signal })).rejects.toThrow('stopped');
    const second = await normalised({}, undefined, averages);
    await second.trainer.run({ checkpoint, key: 'k' });
    expect(weightsOf(second.parameters)).toEqual(weightsOf(whole.parameters));
    expect(runningMean(whole)).not.toEqual([0, 0, 0]);
  });

  it('moves the running values a tenth of the way to the batch, once a step', async () => {
    const run = await normalised({ steps: 1 });
    const means = channelMeans((await run.batches.next(0)).images);
    await run.trainer.run({});
    runningMean(run).forEach((value, i) => expect(value).toBeCloseTo(0.1 * means[i]!, 6));
  });

  it('counts an image and its two views a third each', async () => {
    const run = await normalised({ steps: 1 }, (parameters) => [infoNce, viewDistance(parameters)]);
    const { images, views } = await run.batches.next(0);
    const means = [images, ...views!].map(channelMeans);
    await run.trainer.run({});
    runningMean(run).forEach((value, i) => {
      const mean = (means[0]![i]! + means[1]![i]! + means[2]![i]!) / 3;
      expect(value).toBeCloseTo(0.1 * mean, 6);
    });
  });

  it('averages the running values with the weights, half of each step here', async () => {
    const run = await normalised({ steps: 1 }, undefined, true);
    const means = channelMeans((await run.batches.next(0)).images);
    await run.trainer.run({});
    runningMean(run).forEach((value, i) => expect(value).toBeCloseTo(0.05 * means[i]!, 6));
  });

  it('evaluates with the running values, whatever the batch', async () => {
    const run = await normalised({ steps: 3 });
    await run.trainer.run({});
    const images = (await run.batches.next(0)).images as Tensor4D;
    tf.tidy(() => {
      const together = run.model.imageEncoder.embed(images);
      const alone = run.model.imageEncoder.embed(tf.slice(images, 0, 1));
      expect(tf.max(tf.abs(tf.sub(tf.slice(together, 0, 1), alone))).dataSync()[0]).toBeLessThan(1e-6);
    });
  });
});
