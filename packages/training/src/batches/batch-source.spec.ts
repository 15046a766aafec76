import { selectBackend } from '@alignclip/backend';
import { BatchSource } from './batch-source';
import { tinyDataset, tinyTokenizer, tinyTransform } from '../testing/tiny-run';
import { tinyStreamDataset } from '../testing/tiny-stream';

beforeAll(() => selectBackend());

const open = (batchSize: number, seed = 1, dataset = tinyDataset) =>
  BatchSource.open({
    dataset,
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

  it('draws from the stream of a data set that offers one, and tells where it stands', async () => {
    const counts = { opened: 0, closed: 0, read: 0 };
    const source = await open(4, 1, tinyStreamDataset(counts));
    const [first, second] = [await source.batch(0), await source.batch(1)];
    expect([first.position, second.position]).toEqual([
      { epoch: 0, index: 4 },
      { epoch: 1, index: 4 },
    ]);
    const resumed = await open(4, 1, tinyStreamDataset(counts));
    await resumed.begin(1, first.position);
    const again = await resumed.batch(1);
    expect([...again.images.dataSync()]).toEqual([...second.images.dataSync()]);
    await source.end();
    await resumed.end();
    expect(counts).toEqual({ opened: 2, closed: 2, read: 0 });
  });

  it('refuses a batch larger than the data', async () => {
    await expect(open(7)).rejects.toThrow('trainer.batchSize = 7 is more than the 6 training examples of "tiny"');
  });
});
