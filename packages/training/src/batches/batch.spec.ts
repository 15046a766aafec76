import { selectBackend, tf } from '@alignclip/backend';
import { random, type Dataset, type ImageTransform } from '@alignclip/core';
import { tinyDataset, tinyTokenizer, tinyTransform } from '../testing/tiny-run';
import { tinyStreamDataset } from '../testing/tiny-stream';
import { assembleBatch, disposeBatch, openBatches, type Batch, type BatchMakers } from './batch';
import type { ShownExample } from './batch-numbers';
import type { Feed } from './feed';

beforeAll(() => selectBackend());

const dataset: Dataset = {
  ...tinyDataset,
  classSets: [
    { name: 'tone', classes: ['light', 'dark'], templates: ['{}'] },
    { name: 'warmth', classes: ['warm'], templates: ['{}'] },
  ],
};
const tones: Record<string, Record<string, string>> = {
  red: { tone: 'dark', warmth: 'warm' },
  white: { tone: 'light' },
};

/** Counts the images and the random streams of views that were made. */
function counting() {
  const counts = { crops: 0, streams: 0 };
  const transform: ImageTransform = {
    ...tinyTransform,
    apply: (...given) => {
      counts.crops += 1;
      tinyTransform.apply(...given);
    },
  };
  return { counts, transform };
}

async function shownExamples(counts = { streams: 0 }): Promise<ShownExample[]> {
  const shown: ShownExample[] = [];
  for await (const example of tinyDataset.examples('train')) {
    const { id } = example;
    const view = (which: 1 | 2) => {
      counts.streams += 1;
      return random(id, which);
    };
    const labels = tones[id];
    const captionView = () => random(id, 'caption');
    shown.push({
      example: { ...example, ...(labels && { labels }) },
      caption: id,
      crop: () => random(id, 0),
      view,
      captionView,
    });
  }
  return shown;
}

const makers: BatchMakers = { dataset, tokenizer: tinyTokenizer, augmentation: tinyTransform, teacher: undefined };

describe('assembleBatch', () => {
  it('makes one crop per image and no signal that is not needed', async () => {
    const { counts, transform } = counting();
    const before = tf.memory().numTensors;
    const batch = await assembleBatch({ ...makers, augmentation: transform }, await shownExamples(counts));
    expect(Object.keys(batch).sort()).toEqual(['images', 'tokens']);
    expect(counts).toEqual({ crops: 6, streams: 0 });
    expect(tf.memory().numTensors).toBe(before + 2);
    disposeBatch(batch);
  });

  it('makes two different views where they are needed, and shows the same crop with them', async () => {
    const { counts, transform } = counting();
    const plain = await assembleBatch(makers, await shownExamples());
    const batch = await assembleBatch({ ...makers, viewAugmentation: transform }, await shownExamples(counts));
    expect(counts).toEqual({ crops: 12, streams: 12 });
    expect(await batch.images.array()).toEqual(await plain.images.array());
    const [first, second] = await Promise.all(batch.views!.map((view) => view.array()));
    expect(first).not.toEqual(second);
    const before = tf.memory().numTensors;
    disposeBatch(batch);
    expect(tf.memory().numTensors).toBe(before - 4);
  });

  it('numbers the classes of every set, -1 for no class', async () => {
    const batch = await assembleBatch({ ...makers, labelled: true }, await shownExamples());
    const { tone, warmth } = batch.labels!;
    expect([...tone!.dataSync()]).toEqual([1, -1, -1, 0, -1, -1]);
    expect([...warmth!.dataSync()]).toEqual([0, -1, -1, -1, -1, -1]);
    expect(tone!.dtype).toBe('int32');
    const before = tf.memory().numTensors;
    disposeBatch(batch);
    expect(tf.memory().numTensors).toBe(before - 4);
  });
});

const open = (batchSize: number, seed = 1, dataset = tinyDataset) =>
  openBatches({
    dataset,
    tokenizer: tinyTokenizer,
    augmentation: tinyTransform,
    teacher: undefined,
    seed,
    batchSize,
  });
const tokens = async (source: Feed<Batch>, step: number) => [...(await source.next(step)).tokens.dataSync()];

describe('openBatches', () => {
  it('makes any step again without the ones before it', async () => {
    const forwards = await open(2);
    const all = [await tokens(forwards, 0), await tokens(forwards, 1), await tokens(forwards, 5)];
    const jumping = await open(2);
    expect([await tokens(jumping, 5), await tokens(jumping, 0), await tokens(jumping, 1)]).toEqual([
      all[2],
      all[0],
      all[1],
    ]);
  });

  it('shows every example once an epoch', async () => {
    const source = await open(2);
    const epoch = [...(await tokens(source, 3)), ...(await tokens(source, 4)), ...(await tokens(source, 5))];
    expect(epoch.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('follows the seed in order and augmentation', async () => {
    const pixels = async (seed: number) => [...(await (await open(6, seed)).next(0)).images.dataSync()];
    expect(await pixels(1)).toEqual(await pixels(1));
    expect(await pixels(1)).not.toEqual(await pixels(2));
  });

  it('draws from the stream of a data set that offers one, with the position after it', async () => {
    const counts = { opened: 0, closed: 0, read: 0 };
    const source = await open(4, 1, tinyStreamDataset(counts));
    const [first, second] = [await source.next(0), await source.next(1)];
    expect([first.position, second.position]).toEqual([
      { epoch: 0, index: 4 },
      { epoch: 1, index: 4 },
    ]);
    const resumed = await open(4, 1, tinyStreamDataset(counts));
    await resumed.begin(1, first.position);
    const again = await resumed.next(1);
    expect([...again.images.dataSync()]).toEqual([...second.images.dataSync()]);
    await source.end();
    await resumed.end();
    expect(counts).toEqual({ opened: 2, closed: 2, read: 0 });
  });

  it('refuses a batch larger than the data', async () => {
    await expect(open(7)).rejects.toThrow('trainer.batchSize = 7 is more than the 6 training examples of "tiny"');
  });
});
