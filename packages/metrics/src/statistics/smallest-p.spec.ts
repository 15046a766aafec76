import { permutationTest } from './permutation-test';
import { fewestPairs, smallestPairedP } from './smallest-p';

describe('smallestPairedP', () => {
  it.each([1, 2, 3, 5, 8])('is what %p pairs that all agree give', (pairs) => {
    const ones = new Array<number>(pairs).fill(1);
    expect(permutationTest(ones, ones.map(() => 0)).pValue).toBe(smallestPairedP(pairs)); // prettier-ignore
  });
});

describe('fewestPairs', () => {
  it.each([1, 2, 7, 30, 400])('is where %p tests can reach .05, and one less can’t', (tests) => {
    const pairs = fewestPairs(tests);
    expect(tests * smallestPairedP(pairs)).toBeLessThanOrEqual(0.05);
    expect(tests * smallestPairedP(pairs - 1)).toBeGreaterThan(0.05);
  });

  it('is six for a single test', () => expect(fewestPairs()).toBe(6));
});
