import { selectBackend } from '@alignclip/backend';
import type { Trainer } from '@alignclip/core';
import { tinyDataset, tinyRun, tinyTokenizer, tinyTransform, weightsOf } from './testing/tiny-run';
import { trainer } from './trainer';

beforeAll(() => selectBackend());

/** The component on the towers and data of the tiny run. */
async function make(options: Parameters<typeof trainer>[0]) {
  const { model, objective, parameters, optimizer, schedule } = await tinyRun();
  const data = {
    dataset: tinyDataset,
    tokenizer: tinyTokenizer,
    augmentation: tinyTransform,
    teacher: undefined,
    seed: 5,
  };
  const made = trainer.create(trainer(options).options, model, objective, data, parameters, optimizer, schedule);
  return { trainer: (await made) as Trainer, parameters };
}

describe('trainer', () => {
  it('takes the steps and the batch size of its options, and logs the first, the last and every n-th step', async () => {
    const { trainer } = await make({ steps: 7, batchSize: 3, logEvery: 3 });
    expect(trainer.steps).toBe(7);
    const { curves } = await trainer.run({});
    expect(curves['step']).toEqual([1, 3, 6, 7]);
    expect(Object.keys(curves).sort()).toEqual(['L', 'L_CLIP', 'learning-rate', 'logit-scale', 'step']);
  });

  it('ends at the same weights when the batch is embedded in chunks', async () => {
    const whole = await make({ steps: 5, batchSize: 6 });
    const chunked = await make({ steps: 5, batchSize: 6, accumulate: 3 });
    await whole.trainer.run({});
    await chunked.trainer.run({});
    const weights = weightsOf(chunked.parameters);
    for (const [address, values] of Object.entries(weightsOf(whole.parameters))) {
      values.forEach((value, i) => expect(weights[address]![i]).toBeCloseTo(value, 4));
    }
  });

  it('says so when a batch is larger than the data', async () => {
    await expect(make({ batchSize: 7 })).rejects.toThrow('trainer.batchSize = 7');
  });

  it('refuses a batch of one pair, which has nothing to contrast', () => {
    expect(() => trainer({ batchSize: 1 })).toThrow('option "batchSize" = 1');
  });
});
