import { tf } from '@alignclip/backend';
import type { ImageEncoder } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { simclr } from './simclr';
import { describeLossTerm, randomBatch } from './testing';

const encoder = (featureWidth?: number): ImageEncoder => ({
  modality: 'image',
  size: 8,
  embeddingWidth: 8,
  embed: (images) => tf.reshape(images, [images.shape[0], -1]),
  ...(featureWidth !== undefined && { featureWidth }),
});
const options = { hiddenWidth: 12, outputWidth: 6 };

describeLossTerm('simclr', () => simclr.make(options, new ParameterStore(0), encoder(8)));

type Rows = readonly (readonly number[])[];
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** The head in float64: x W + b, ReLU between layers, unit rows at the end. */
function headRows(store: ParameterStore, layers: number, features: Rows): Rows {
  let rows = features;
  for (let layer = 0; layer < layers; layer += 1) {
    const kernel = store.get(`losses/simclr/${layer}/kernel`)!.arraySync() as number[][];
    const bias = store.get(`losses/simclr/${layer}/bias`)!.arraySync() as number[];
    const input = layer === 0 ? rows : rows.map((row) => row.map((value) => Math.max(value, 0)));
    rows = input.map((row) =>
      bias.map(
        (b, out) =>
          b +
          dot(
            row,
            kernel.map((from) => from[out]!),
          ),
      ),
    );
  }
  return rows.map((row) => row.map((value) => value / Math.hypot(...row)));
}

/** Chen et al. 2020 as it stands there: 2N views, each against the 2N − 1 others, in float64. */
function ntXent(a: Rows, b: Rows, temperature: number): number {
  const views = [...a, ...b];
  const n = a.length;
  const losses = views.map((view, i) => {
    const exponential = (j: number) => Math.exp(dot(view, views[j]!) / temperature);
    const others = views.map((_, j) => j).filter((j) => j !== i);
    return -Math.log(exponential((i + n) % (2 * n)) / others.reduce((sum, j) => sum + exponential(j), 0));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / (2 * n);
}

describe('simclr', () => {
  it.each([
    [1, 0.1],
    [3, 0.1],
    [2, 0.7],
  ])('is NT-Xent of 2N views behind a head of %i layers at τ = %d', (layers, temperature) => {
    const store = new ParameterStore(3);
    const term = simclr.make({ ...options, layers, temperature }, store, encoder(8));
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 7, width: 8, logitScale: 10 });
      const rows = [batch.firstView, batch.secondView].map((view) => headRows(store, layers, view.arraySync()));
      const expected = ntXent(rows[0]!, rows[1]!, temperature);
      expect(Math.abs(term.compute(batch).dataSync()[0]! - expected)).toBeLessThan(1e-5 * Math.max(1, expected));
    });
    store.dispose();
  });

  it('trains its head, whose widths follow the features', () => {
    const store = new ParameterStore(0);
    const term = simclr.make({}, store, encoder(8));
    expect([...store.entries()].map(([address, { shape }]) => [address, shape.join()])).toEqual([
      ['losses/simclr/0/kernel', '8,32'],
      ['losses/simclr/0/bias', '32'],
      ['losses/simclr/1/kernel', '32,32'],
      ['losses/simclr/1/bias', '32'],
      ['losses/simclr/2/kernel', '32,256'],
      ['losses/simclr/2/bias', '256'],
    ]);
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => term.compute(randomBatch({ pairs: 5, width: 8, logitScale: 1 })));
      expect(Object.values(grads).filter((gradient) => tf.norm(gradient).dataSync()[0]! > 0)).toHaveLength(6);
    });
    store.dispose();
  });

  it('refuses an image encoder without features, and a batch without views', () => {
    expect(() => simclr.make({}, new ParameterStore(0), encoder())).toThrow('needs the features of the image encoder');
    const { image, text, logitScale } = randomBatch({ pairs: 2, width: 8, logitScale: 1 });
    const term = simclr.make(options, new ParameterStore(0), encoder(8));
    expect(() => term.compute({ image, text, logitScale })).toThrow('L_SimCLR needs two augmented views per image');
  });
});
