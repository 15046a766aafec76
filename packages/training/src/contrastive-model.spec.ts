import { selectBackend, tf } from '@alignclip/backend';
import type { ImageEncoder } from '@alignclip/core';
import { ContrastiveModel } from './contrastive-model';
import { tinyRun } from './testing/tiny-run';

beforeAll(() => selectBackend());

/** The tiny model with an image tower that counts its passes. */
async function counted() {
  const { model, batches } = await tinyRun();
  const { imageEncoder, textEncoder } = model;
  const passes = { embed: 0, features: 0 };
  const image: ImageEncoder = {
    ...imageEncoder,
    embed: (images) => ((passes.embed += 1), imageEncoder.embed(images)),
    features: (images) => ((passes.features += 1), imageEncoder.features!(images)),
  };
  const temperature = { logitScale: () => tf.scalar(10), clamp: () => undefined };
  return { model: new ContrastiveModel(image, textEncoder, temperature), passes, batch: await batches.next(0) };
}

describe('ContrastiveModel', () => {
  it('passes the images through the image tower once, and gives only the signals that the batch has', async () => {
    const { model, passes, batch } = await counted();
    const embedded = model.embed(batch);
    expect(passes).toEqual({ embed: 1, features: 0 });
    expect(Object.keys(embedded).sort()).toEqual(['draws', 'image', 'logitScale', 'text']);
  });

  it('gives the features of each view where the batch has views', async () => {
    const { model, passes, batch } = await counted();
    const views = [batch.images, tf.mul(batch.images, 2)] as [tf.Tensor4D, tf.Tensor4D];
    const { firstView, secondView } = model.outputs({ ...batch, views });
    expect(passes).toEqual({ embed: 1, features: 2 });
    expect(await tf.mul(firstView!, 2).array()).toEqual(await secondView!.array());
  });

  it('cannot be embedded in chunks where a tower uses statistics of the batch', async () => {
    const { model } = await tinyRun();
    const { imageEncoder, textEncoder } = model;
    const image = { ...imageEncoder, usesBatchStatistics: true };
    const temperature = { logitScale: () => tf.scalar(10), clamp: () => undefined };
    const normalised = new ContrastiveModel(image, textEncoder, temperature);
    expect(() => normalised.checkChunks(4)).toThrow(
      'trainer.accumulate = 4: imageEncoder has batch norm, whose statistics would be those of a chunk, not of the batch; ' +
        'set trainer.accumulate to 1, or the option "statistics" of the encoder to "running"',
    );
    normalised.checkChunks(1);
    model.checkChunks(4);
  });
});
