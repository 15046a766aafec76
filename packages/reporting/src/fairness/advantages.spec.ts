import type { RunRecord } from '@alignclip/core';
import { runsByVariant } from '../records';
import { madeRecord } from '../testing/made-records';
import { checkFairness } from './fairness';

const fit = { type: 'centring', fitOn: 'train', examples: 9, scoredOn: ['test'], transductive: false };
const mapped = (change: Partial<typeof fit> = {}): RunRecord => ({
  ...madeRecord('mapped', 0, {}, { config: { maps: [{ slot: 'maps', type: 'centring', options: {} }] } }),
  maps: [{ ...fit, ...change }],
});
const check = (run: RunRecord) => {
  const { unfair, notes } = checkFairness(runsByVariant([madeRecord('CLIP', 0, {}, { config: {} }), run]));
  return { unfair: unfair.get('mapped'), notes };
};

describe('maps and fairness', () => {
  it('takes a map as the method', () => {
    expect(check(mapped())).toEqual({ unfair: undefined, notes: [] });
  });

  it('names a map that was fitted on what is scored', () => {
    const { unfair, notes } = check(mapped({ fitOn: 'test' }));
    expect(unfair).toEqual(['being fitted on what is scored (map centring, split "test")']);
    expect(notes).toEqual([
      'mapped is not a fair comparison with CLIP: besides maps.centring it differs in being fitted on what is scored (map centring, split "test").',
    ]);
  });

  it('marks transductive numbers', () => {
    expect(check(mapped({ transductive: true })).notes).toEqual([
      'Transductive, because what happens to an item depends on the others that are scored: mapped (centring).',
    ]);
  });
});
