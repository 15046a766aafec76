import { selectBackend, tf } from '@alignclip/backend';
import type { EmbeddedBatch, LossTerm } from '@alignclip/core';
import { Objective } from './objective';

beforeAll(() => selectBackend());

const term = (symbol: string, value: number, weight: number): LossTerm => ({
  symbol,
  weight,
  compute: () => tf.scalar(value),
});

describe('Objective', () => {
  it('adds the terms at their weights and reports them without', () => {
    const { total, terms } = new Objective([term('a', 2, 1), term('b', 4, 0.5)]).evaluate({} as EmbeddedBatch);
    expect(total.dataSync()[0]).toBe(4);
    expect(terms['b']!.dataSync()[0]).toBe(4);
  });

  it('needs what its terms need', () => {
    expect([...new Objective([term('a', 1, 1), { ...term('b', 1, 1), needs: ['semanticSimilarity'] }]).needs]).toEqual([
      'semanticSimilarity',
    ]);
  });

  it('refuses no terms, and two with one symbol', () => {
    expect(() => new Objective([])).toThrow('at least one loss term');
    expect(() => new Objective([term('a', 1, 1), term('a', 2, 1)])).toThrow('two terms have the symbol "a"');
  });
});
