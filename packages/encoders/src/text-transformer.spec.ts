import { selectBackend, tf } from '@alignclip/backend';
import { ParameterStore, Scope } from '@alignclip/nn';
import { describeTextEncoder } from './testing';
import { TextTransformer, type TextTransformerOptions } from './text-transformer';

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
const build = (change: Partial<TextTransformerOptions> = {}) =>
  new TextTransformer(new Scope(new ParameterStore(0), (path) => `text/${path}`), { ...options, ...change });
const ids = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');

const forms: Record<string, Partial<TextTransformerOptions>> = {
  'text-transformer': {},
  'text-transformer, last position': { pooling: 'last' },
  'text-transformer, mean': { pooling: 'mean' },
  'text-transformer, attention pooling': { pooling: 'map' },
  'text-transformer, class token': { pooling: 'class-token' },
  'text-transformer, both directions': { causal: false, pooling: 'last' },
  'text-transformer, both directions, class token': { causal: false, pooling: 'class-token' },
  'text-transformer, perceptron': { projection: 'mlp' },
};
for (const [name, change] of Object.entries(forms))
  describeTextEncoder(name, (scope) => new TextTransformer(scope, { ...options, ...change }));

describe('TextTransformer', () => {
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

  it.each(['end', 'mean', 'map', 'class-token'] as const)('reads nothing after the end token: %s', (pooling) => {
    const encoder = build({ pooling });
    const [a, b] = [0, 7].map((after) => encoder.embed(ids([[18, 3, 19, after, after]])).arraySync());
    expect(a).toEqual(b);
  });
});
