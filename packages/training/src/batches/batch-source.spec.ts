import { selectBackend } from '@alignclip/backend';
import { BatchSource } from './batch-source';
import { tinyDataset, tinyTokenizer, tinyTransform } from '../testing/tiny-run';

beforeAll(() => selectBackend());

const open = (batchSize: number, seed = 1) =>
  BatchSource.open({
    dataset: tinyDataset,
    tokenizer: tinyTokenizer,
    augmentation: tinyTransform,
    teacher: undefined,
    seed,
    batchSize,
  });
const tokens = async (source: BatchSource, step: number) => [...(await source.batch(step)).tokens.dataSync()];

describe('BatchSource', () => {
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
    const pixels = async (seed: number) => [...(await (await open(6, seed)).batch(0)).images.dataSync()];
    expect(await pixels(1)).toEqual(await pixels(1));
    expect(await pixels(1)).not.toEqual(await pixels(2));
  });

  it('refuses a batch larger than the data', async () => {
    await expect(open(7)).rejects.toThrow('trainer.batchSize = 7 is more than the 6 training examples of "tiny"');
  });
});
