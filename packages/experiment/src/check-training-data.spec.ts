import { Dataset, defineComponent } from '@alignclip/core';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { trainer } from '@alignclip/training';
import { z } from 'zod';
import { cellsOf } from './cells';
import { checkTrainingData } from './check-training-data';
import { compose } from './compose';
import { Registry } from './registry';
import type { Change } from './run-config';
import { tinyExperiment } from './testing/tiny-experiment';

/** Three images, the second without a caption. */
const mute = defineComponent(Dataset)({
  type: 'mute',
  options: z.strictObject({}),
  create: () => ({
    name: 'mute',
    splits: ['train'],
    classSets: [],
    async *examples() {
      for (const captions of [['a cat'], [], ['a dog']])
        yield {
          id: `${captions.length}`,
          image: { width: 1, height: 1, mode: 'L', data: new Uint8Array(1) },
          captions,
        };
    },
    trainingCaption: ({ captions: [first = ''] }) => first,
    fingerprint: async () => 'mute',
  }),
});

const check = (change: Change) => {
  const experiment = tinyExperiment({ variants: { one: change }, components: [mute] });
  const [cell] = cellsOf(experiment);
  return checkTrainingData(compose({ ...cell!, registry: new Registry([mute]) }), cell!.config);
};

describe('checkTrainingData', () => {
  it('accepts data of a batch', async () => {
    await expect(check({})).resolves.toBeUndefined();
    await expect(check({ dataset: mute(), trainer: trainer({ batchSize: 3 }) })).resolves.toBeUndefined();
  });

  it('refuses a batch that is larger than the training split', async () => {
    await expect(check({ dataset: mute(), trainer: trainer({ batchSize: 4 }) })).rejects.toThrow(
      'trainer.batchSize = 4 is more than the 3 training examples of "mute"',
    );
    await expect(check({ trainer: trainer({ batchSize: 100_000 }) })).rejects.toThrow('of "shapes"');
  });

  it('refuses examples without caption only where a term compares captions', async () => {
    const small = { dataset: mute(), trainer: trainer({ batchSize: 2 }) };
    await expect(check({ ...small, losses: [crossModalitySeparation(), intraModalitySeparation()] })).rejects.toThrow(
      'losses: a term asks for S, but example "0" of mute has no caption to compare',
    );
    await expect(check({ ...small, losses: [clip()] })).resolves.toBeUndefined();
  });
});
