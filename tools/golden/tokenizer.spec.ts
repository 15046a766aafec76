import { ExactChecks } from './tokenizer';

describe('ExactChecks', () => {
  it('counts, and says what differs', () => {
    const checks = new ExactChecks();
    checks.equal('a', [1, 2], [1, 2]);
    expect(checks.report('x.json')).toEqual({ file: 'x.json', checks: 1, failures: [], worst: 0 });
    checks.equal('b', 'got', 'want');
    expect(checks.report('x.json')).toMatchObject({
      checks: 2,
      failures: ['b: wanted "want", got "got"'],
      worst: Infinity,
    });
  });
});
