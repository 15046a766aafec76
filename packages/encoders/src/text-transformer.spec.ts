import { selectBackend, tf } from '@alignclip/backend';
import type { Variable } from '@alignclip/core';
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
  'text-transformer, class token of CoCa': { pooling: 'class-token', classMask: 'legacy' },
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

  it('refuses a mask without a class token, and that of the published CoCa in both directions', () => {
    expect(() => build({ classMask: 'legacy' })).toThrow('"classMask" = "legacy" with pooling "end"');
    expect(() => build({ pooling: 'class-token', classMask: 'legacy', causal: false })).toThrow('"causal" = false');
  });

  it('reads one place after the end token with the mask of the published CoCa', () => {
    const store = new ParameterStore(0);
    const given = { ...options, pooling: 'class-token', classMask: 'legacy' } as const;
    const encoder = new TextTransformer(new Scope(store, (path) => path), given);
    const embedded = (row: number[]) => encoder.embed(ids([row])).arraySync();
    const texts = [
      [18, 3, 19, 0],
      [18, 3, 4, 5, 6, 7, 8, 19],
    ];
    const before = texts.map(embedded);
    const table = store.get('token-embedding') as Variable;
    table.assign(
      tf.add(
        table,
        tf.pad(tf.tensor2d([[3, -2, 1, 0, 0, 0, 0, 1]]), [
          [0, 19],
          [0, 0],
        ]),
      ),
    );
    const after = texts.map(embedded);
    expect(after[0]).not.toEqual(before[0]);
    expect(after[1]).toEqual(before[1]); // no place is left in the context
  });

  it.each(['end', 'mean', 'map', 'class-token'] as const)('reads nothing after the end token: %s', (pooling) => {
    const encoder = build({ pooling });
    const [a, b] = [0, 7].map((after) => encoder.embed(ids([[18, 3, 19, after, after]])).arraySync());
    expect(a).toEqual(b);
  });
});
