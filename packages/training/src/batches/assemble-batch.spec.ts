import { selectBackend, tf } from '@alignclip/backend';
import { random, type Dataset, type ImageTransform } from '@alignclip/core';
import { tinyDataset, tinyTokenizer, tinyTransform } from '../testing/tiny-run';
import { assembleBatch, type BatchMakers } from './assemble-batch';
import { disposeBatch } from './batch';
import type { ShownExample } from './batch-numbers';

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
    shown.push({ example: { ...example, ...(labels && { labels }) }, caption: id, crop: random(id, 0), view });
  }
  return shown;
}

const makers: BatchMakers = { dataset, tokenizer: tinyTokenizer, augmentation: tinyTransform, teacher: undefined };

describe('assembleBatch', () => {
  it('makes one crop of an image and no signal where none is asked for', async () => {
    const { counts, transform } = counting();
    const before = tf.memory().numTensors;
    const batch = await assembleBatch({ ...makers, augmentation: transform }, await shownExamples(counts));
    expect(Object.keys(batch).sort()).toEqual(['images', 'tokens']);
    expect(counts).toEqual({ crops: 6, streams: 0 });
    expect(tf.memory().numTensors).toBe(before + 2);
    disposeBatch(batch);
  });

  it('makes two different views where they are asked for, and shows the same crop beside them', async () => {
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

  it('numbers the classes of every set, -1 where there is none', async () => {
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
