import { selectBackend, tf } from '@alignclip/backend';
import { ParameterStore, Scope } from '@alignclip/nn';
import { TextTransformer } from './text-transformer';

beforeAll(() => selectBackend());

const options = {
  contextLength: 8,
  vocabularySize: 20,
  width: 8,
  layers: 2,
  heads: 2,
  mlpRatio: 4,
  embeddingWidth: 6,
  activation: 'gelu' as const,
  initialisation: 'clip' as const,
};
const build = () => new TextTransformer(new Scope(new ParameterStore(0), (path) => `text/${path}`), options);
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

describe('TextTransformer', () => {
  it('gives the same embedding whatever padding follows the end token', () => {
    const encoder = build();
    const full = encoder.embed(
      ids([
        [18, 3, 4, 19, 0, 0, 0, 0],
        [18, 5, 19, 0, 0, 0, 0, 0],
      ]),
    );
    const trimmed = encoder.embed(
      ids([
        [18, 3, 4, 19],
        [18, 5, 19, 0],
      ]),
    );
    expect(tf.max(tf.abs(tf.sub(full, trimmed))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('distinguishes word orders', () => {
    const embeddings = build()
      .embed(
        ids([
          [18, 3, 4, 19],
          [18, 4, 3, 19],
        ]),
      )
      .arraySync();
    expect(embeddings[0]).not.toEqual(embeddings[1]);
  });

  it('refuses texts longer than the context', () => {
    expect(() => build().embed(ids([[18, 1, 1, 1, 1, 1, 1, 1, 19]]))).toThrow(
      '9 tokens do not fit in the context of 8',
    );
  });
});
