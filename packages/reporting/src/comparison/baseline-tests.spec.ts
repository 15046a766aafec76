import { runsByVariant } from '../records';
import { madeRecord } from '../testing/made-records';
import { baselineTests, cellComparison } from './baseline-tests';
import { testNotes } from './baseline-tests';

/** Eight seeds; B is lower in `d` on all of them, C in none in particular, `r` is the same for all. */
const records = Array.from({ length: 8 }, (_, seed) => [
  madeRecord('A', seed, { d: 1 + seed / 100, r: seed }),
  madeRecord('B', seed, { d: 0.5 + seed / 90, r: seed }),
  madeRecord('C', seed, { d: 1 + (seed % 2 === 0 ? 1 : -1) / 10, r: seed }),
]).flat();
const variants = runsByVariant(records);
const columns = [{ score: 'd' }, { score: 'r' }];

describe('baselineTests', () => {
  const tests = baselineTests(variants, columns, 'A');

  it('tests each treatment and score, and corrects over all of them', () => {
    expect(tests.map(({ variant, column, pairs }) => [variant, column, pairs])).toEqual([
      ['B', 0, 8],
      ['B', 1, 8],
      ['C', 0, 8],
      ['C', 1, 8],
    ]);
    expect(tests[0]!.permutation).toBe(2 / 256);
    expect(tests[0]!.adjusted).toBe(8 / 256); // four tests
    expect(tests[1]).toMatchObject({ permutation: 1, adjusted: 1, difference: 0 });
    expect(tests.map((test) => cellComparison(test).significant)).toEqual([true, false, false, false]);
  });

  it('pairs by seed and leaves out what only one has', () => {
    const [test] = baselineTests(runsByVariant(records.slice(1, 9)), columns, 'C'); // C: seeds 0 to 2
    expect(test).toMatchObject({ variant: 'B', pairs: 3 });
    expect(baselineTests(runsByVariant(records.slice(0, 3)), columns, 'A')).toEqual([]); // one seed
  });

  it('tests nothing without a baseline', () => {
    expect(baselineTests(variants, columns, undefined)).toEqual([]);
    expect(baselineTests(variants, columns, 'Z')).toEqual([]);
  });
});

describe('testNotes', () => {
  const notes = (seeds: number, baseline?: string) => {
    const rows = runsByVariant(records.filter(({ seed }) => seed < seeds));
    return testNotes(rows, baselineTests(rows, columns, baseline), baseline);
  };

  it('names the tests', () => {
    expect(notes(8, 'A')).toEqual([
      'Tests against A: two-sided permutation tests on the same seeds, Holm-corrected over the table’s 4 tests.',
    ]);
  });

  it('says where no outcome could be significant, and from how many seeds on one can', () => {
    expect(notes(5, 'A')[1]).toBe(
      'Too few seeds for significance: with 5 seeds the smallest possible p is .063, .250 after the correction, so no ' +
        'difference can be significant at .05, however large; it takes at least 8 seeds.',
    );
  });

  it('says why nothing is tested', () => {
    expect(notes(8)).toEqual([]);
    expect(notes(1, 'A')).toEqual(['Nothing is tested against A: no score has two seeds in common with it.']);
    expect(notes(8, 'a')).toEqual(['Nothing is tested: the baseline a has no runs (the nearest is A).']);
  });
});
