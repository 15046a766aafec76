import { UserError } from '@alignclip/core';
import { claim } from './claim';
import { madeRecords } from './testing/made-records';

const score = { name: 'R@1', score: 'r', better: 'higher' as const, percent: true };
const given = { claim: 'B keeps up', source: 'Table 9', pairs: [['B', 'A']] as [string, string][], scores: [score] };
type Change = Partial<Parameters<typeof claim>[0]>;
const make = (change: Change) => claim.make({ ...given, ...change });
/** B differs from A by these. */
const records = (...differences: readonly number[]) => [
  ...madeRecords(
    'A',
    'r',
    differences.map((_, i) => 0.2 + i / 1000),
  ),
  ...madeRecords(
    'B',
    'r',
    differences.map((difference, i) => 0.2 + i / 1000 + difference),
  ),
];
const equal = records(0.002, -0.003, 0.001, -0.001, 0.002, -0.002);
const worse = records(-0.03, -0.032, -0.031, -0.029, -0.03, -0.031);
const better = worse.map((record) => ({ ...record, variant: record.variant === 'A' ? 'B' : 'A' }));
const verdicts = (change: Change) => [equal, worse, better].map((runs) => make(change).judge(runs).verdict);
const margin = 0.01;

describe('claim', () => {
  it('has the right test for each thing that it says', () => {
    expect(verdicts({})).toEqual(['undecided', 'fails', 'holds']);
    expect(verdicts({ says: 'at-least-as-good', margin })).toEqual(['holds', 'fails', 'holds']);
    expect(verdicts({ says: 'maintains', margin })).toEqual(['holds', 'fails', 'holds']);
    expect(verdicts({ says: 'same', margin })).toEqual(['holds', 'fails', 'fails']);
    expect(verdicts({ says: 'best-of' })).toEqual(['undecided', 'fails', 'holds']);
    const scores = [{ ...score, better: 'lower' as const }];
    expect(verdicts({ says: 'reduces', scores })).toEqual(['undecided', 'holds', 'fails']);
    expect(verdicts({ says: 'maintains', margin: 0.001 })[0]).toBe('undecided');
  });

  it('tests a margin one way at .05, as the 90 % interval does', () => {
    // t against −.00826 is 2.06 and against −.0081 1.95; t(.95, 5) = 2.015, t(.975, 5) = 2.571
    const near = records(...[1.4, 0.6, 0.2, -0.2, -0.6, -1.4].map((value) => -0.005 + 0.004 * value));
    expect(make({ says: 'at-least-as-good', margin: 0.00826 }).judge(near).verdict).toBe('holds');
    expect(make({ says: 'at-least-as-good', margin: 0.0081 }).judge(near).verdict).toBe('undecided');
  });

  it('says where the improvement lies, what was tested, and what could not be seen', () => {
    const { parts, tested } = make({ says: 'maintains', margin }).judge(equal);
    expect(parts[0]!.evidence).toMatch(
      /; 90 % t interval of the improvement −0\.2 to 0\.2: within the margin of 1\.0 on both sides; 6 seeds would show a difference of 0\.\d beyond the bound in 4 of 5 experiments; the verdict is the same in all 20 halves of the seeds, the opposite in none$/,
    );
    expect(tested).toMatch(/^Tested: that what was there is maintained, by two one-sided tests: .* it fails where /);
    const [part] = make({}).judge(equal).parts;
    expect(part!.evidence).toMatch(/; 6 seeds would show a difference of 0\.3 in 4 of 5 experiments$/);
    expect(make({ says: 'maintains', margin }).judge(better).parts[0]!.evidence).toContain(
      'better by more than the margin',
    );
  });

  it('refutes that something is better where an improvement that would matter is excluded, over all comparisons', () => {
    const { verdict, parts, tested } = make({ margin }).judge(equal);
    expect(verdict).toBe('fails');
    expect(parts[0]!.evidence).toContain(
      '; 90 % t interval of the improvement −0.2 to 0.2: one above the margin of 1.0 is excluded;',
    );
    expect(tested).toContain('fails where the opposite is shown, or an improvement above the margin excluded, at .05.');
    expect(make({ margin: 0.001 }).judge(equal).verdict).toBe('undecided');
    expect(make({ says: 'best-of', margin }).judge(equal).verdict).toBe('fails');
    expect(make({ margin: 0.05 }).judge(better).verdict).toBe('holds'); // it is better, though by less than the margin
    // The mean lies 2.6 standard errors below the margin: t(.95, 5) = 2.015, t(.9958, 5) = 4.2 with twelve comparisons.
    const near = records(...[1.4, 0.6, 0.2, -0.2, -0.6, -1.4].map((value) => 0.004 * value));
    const twelve = Array.from({ length: 12 }, (_, i) => ({ ...score, name: `R ${i}` }));
    expect(make({ margin: 0.0045 }).judge(near).verdict).toBe('fails');
    expect(make({ margin: 0.0045, scores: twelve }).judge(near).verdict).toBe('undecided');
    expect(make({ margin }).judge(equal, 'until-decided').verdict).toBe('fails');
  });

  it('refutes a margin only where the comparison is clearly on its other side, over all of them', () => {
    const scores = Array.from({ length: 9 }, (_, i) => ({ ...score, name: `R ${i}` }));
    const near = records(-0.014, -0.011, -0.015, -0.0115, -0.0145, -0.0105);
    expect(make({ says: 'at-least-as-good', margin }).judge(near).verdict).toBe('fails');
    expect(make({ says: 'at-least-as-good', margin, scores }).judge(near).verdict).toBe('undecided');
  });

  it.each([
    [{ says: 'maintains' }, 'margin: is missing: says "maintains" holds within a margin'],
    [{ margin: 0.01, threshold: 0.02 }, 'margin: 0.01 must lie above threshold, 0.02'],
    [{ says: 'same', margin: 0.01, threshold: 0.1 }, 'threshold: says "same" has a margin in its place'],
    [{ says: 'reduces' }, 'scores: says "reduces": each must be better where it is lower'],
    [
      {
        says: 'best-of',
        pairs: [
          ['B', 'A'],
          ['C', 'A'],
        ],
      },
      'pairs: says "best-of": each must begin with the same variant',
    ],
  ] as [Change, string][])('refuses %j', (change, message) => {
    expect(() => make(change)).toThrow(UserError);
    expect(() => make(change)).toThrow(message.slice(message.indexOf(':') + 2));
  });
});

describe('until decided', () => {
  it('decides by the anytime-valid interval at the first number of seeds that does, and names it', () => {
    const { verdict, parts } = make({}).judge(better, 'until-decided');
    expect(verdict).toBe('holds');
    expect(parts[0]!.evidence).toMatch(
      /; seeds were added until it was decided: decided after 5 seeds, anytime-valid 95 % interval of the improvement 2\.\d to 3\.\d; 6 seeds would show a difference of 0\.\d in 4 of 5 experiments; the verdict is the same in all 20 halves of the seeds, the opposite in none$/,
    );
    expect(parts[0]!.evidence).not.toMatch(/permutation|t interval/);
    const more = [...better, ...records(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -9).slice(-1)];
    expect(make({}).judge(more, 'until-decided').parts[0]!.evidence).toContain('decided after 5 seeds');
    expect(make({}).judge(equal, 'until-decided').parts[0]!.evidence).toContain('not decided after 6 seeds');
    const alike = records(0.5, 0.5, 0.5, 0.5, 0.5);
    expect(make({}).judge(alike, 'until-decided').parts[0]!.evidence).toContain('decided after 5 seeds');
    expect(make({}).judge(alike.slice(0, -2), 'until-decided').verdict).toBe('undecided');
    const { verdict: same, parts: sameParts } = make({ says: 'same', margin }).judge(equal, 'until-decided');
    expect(same).toBe('holds');
    expect(sameParts[0]!.evidence).toMatch(/, which must lie above −\S+ and below [^−]\S*; 6 seeds would/);
  });

  it('compares the seeds that both have, and does not call others unfair', () => {
    const [extra] = records(0).slice(-1);
    const { unfair } = make({}).judge([...better, { ...extra!, seed: 9 }], 'until-decided');
    expect(unfair).toBeUndefined();
  });
});
