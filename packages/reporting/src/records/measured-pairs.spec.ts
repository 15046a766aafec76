import { madeRecord } from '../testing/made-records';
import { measuredPairs } from './measured-pairs';

describe('measuredPairs', () => {
  const variants = { baseline: 'A', treatment: 'B' };

  it('pairs by seed, whatever the order of the records', () => {
    const records = [
      madeRecord('B', 2, { d: 12 }),
      madeRecord('A', 1, { d: 1 }),
      madeRecord('B', 1, { d: 11 }),
      madeRecord('C', 1, { d: 99 }),
      madeRecord('A', 2, { d: 2 }),
    ];
    const pairs = { baseline: [1, 2], treatment: [11, 12], unpaired: [] };
    expect(measuredPairs(records, variants, 'd')).toEqual(pairs);
    expect(measuredPairs([...records].reverse(), variants, 'd')).toEqual(pairs);
  });

  it('leaves out seeds that one side has not, or has without the score', () => {
    const records = [
      madeRecord('A', 0, { d: 1 }),
      madeRecord('A', 1, { d: 2 }),
      madeRecord('A', 3, { d: 4 }),
      madeRecord('B', 0, { d: 3 }),
      madeRecord('B', 1, { other: 4 }),
      madeRecord('B', 2, { d: NaN }),
    ];
    expect(measuredPairs(records, variants, 'd')).toEqual({ baseline: [1], treatment: [3], unpaired: [1, 3] });
  });
});
