import { UserError, type RunRecord } from '@alignclip/core';
import { claim } from './claim';
import { madeCurve, nullRecords, remedyRecords } from './testing/frontier-records';
import { madeRecord, madeRecords } from './testing/made-records';

const recall = { name: 'R@1', score: 'r', better: 'higher' as const, percent: true };
const judge = (change: Partial<Parameters<typeof claim>[0]> = {}) =>
  claim.make({ claim: 'B beats A', source: 'Table 9', pairs: [['B', 'A']], scores: [recall], ...change });
const runs = (a: readonly number[], b: readonly number[]) => [...madeRecords('A', 'r', a), ...madeRecords('B', 'r', b)];
const chain = (...pairs: [string, string][]) => pairs;

describe('claim', () => {
  it('holds where the first is better in every seed, and says by how much', () => {
    const { verdict, seeds, parts } = judge().judge(runs([0.1, 0.11, 0.12], [0.2, 0.22, 0.21]));
    expect([verdict, seeds, parts.length]).toEqual(['holds', 3, 1]);
    expect(parts[0]!.evidence).toMatch(
      /^B against A: R@1 11\.0 ± 1\.0 % → 21\.0 ± 1\.0 % \(difference 10\.0, 95 % t interval 7\.5 to 12\.5, higher in 3 of 3 seeds, permutation p = \.250\); 3 seeds cannot reach /,
    );
  });

  it('fails where it is worse, and is undecided where the seeds disagree, at one seed and without runs', () => {
    expect(judge().judge(runs([0.2, 0.22, 0.21], [0.1, 0.11, 0.12])).verdict).toBe('fails');
    expect(judge().judge(runs([0.2, 0.1, 0.2], [0.1, 0.2, 0.2])).verdict).toBe('undecided');
    expect(judge().judge(runs([0.1], [0.9])).verdict).toBe('undecided');
    expect(judge().judge([])).toMatchObject({
      verdict: 'undecided',
      seeds: 0,
      parts: [{ verdict: 'undecided', seeds: 0, evidence: 'B against A: no seed has R@1 of both' }],
    });
  });

  it('takes "at least as good" with a threshold below 0', () => {
    const equal = runs([0.2, 0.21, 0.22, 0.2], [0.201, 0.209, 0.221, 0.199]);
    expect(judge().judge(equal).verdict).toBe('undecided');
    const { verdict, parts } = judge({ threshold: -0.01 }).judge(equal);
    expect(verdict).toBe('holds');
    expect(parts[0]!.evidence).toContain('must be better by more than −1.0');
    expect(judge({ threshold: -0.01 }).judge(runs([0.3, 0.31, 0.32], [0.2, 0.22, 0.22])).verdict).toBe('fails');
  });

  it('asks for a least difference with a threshold above 0, for lower scores too', () => {
    const scores = [{ name: 'distance', score: 'r', better: 'lower' as const }];
    const records = runs([0.6, 0.62, 0.61], [0.5, 0.52, 0.511]);
    expect(judge({ scores }).judge(records).verdict).toBe('holds');
    expect(judge({ scores, threshold: 0.05 }).judge(records).verdict).toBe('holds');
    expect(judge({ scores, threshold: 0.2 }).judge(records).verdict).toBe('fails');
  });

  it('holds only where all of its parts do', () => {
    const pairs = chain(['B', 'A'], ['C', 'B']);
    const records = [...runs([0.1, 0.11, 0.12], [0.2, 0.22, 0.21]), ...madeRecords('C', 'r', [0.3, 0.31, 0.33])];
    expect(judge({ pairs }).judge(records).verdict).toBe('holds');
    const worse = [...runs([0.1, 0.11, 0.12], [0.2, 0.22, 0.21]), ...madeRecords('C', 'r', [0.05, 0.06, 0.06])];
    expect(
      judge({ pairs })
        .judge(worse)
        .parts.map(({ verdict }) => verdict),
    ).toEqual(['holds', 'fails']);
    expect(judge({ pairs }).judge(worse).verdict).toBe('fails');
    const unknown = judge({ pairs }).judge(runs([0.1, 0.11, 0.12], [0.2, 0.22, 0.21]));
    expect([unknown.verdict, unknown.seeds]).toEqual(['undecided', 0]);
  });

  it('fails a part more strictly the more parts there are', () => {
    const records = runs([0.2, 0.2, 0.2, 0.2], [0.17, 0.192, 0.178, 0.185]); // |t| = 3.96, 3 degrees of freedom
    expect(judge().judge(records).verdict).toBe('fails');
    const many = Array.from({ length: 8 }, (_, i) => ({ ...recall, name: `R ${i}` }));
    expect(judge({ scores: many }).judge(records).verdict).toBe('undecided');
  });

  it('gives no verdict on smoke runs, unless another part fails', () => {
    const smoke = (records: readonly RunRecord[]) => records.map((record) => ({ ...record, profile: 'smoke' }));
    const short = smoke(runs([0.1, 0.11, 0.12], [0.2, 0.22, 0.21]));
    const evidence = 'B against A: smoke runs are too short for a verdict; run another profile, such as quick';
    expect(judge().judge(short)).toMatchObject({
      verdict: 'none',
      seeds: 3,
      parts: [{ verdict: 'none', seeds: 3, evidence }],
    });
    const pairs = chain(['B', 'A'], ['C', 'D']);
    const long = (variant: string, values: readonly number[]) => madeRecords(variant, 'r', values);
    const holding = [...long('C', [0.2, 0.22, 0.21]), ...long('D', [0.1, 0.11, 0.12])];
    expect(judge({ pairs }).judge([...short, ...holding]).verdict).toBe('none');
    const failing = [...long('C', [0.1, 0.11, 0.12]), ...long('D', [0.4, 0.42, 0.41])];
    expect(judge({ pairs }).judge([...short, ...failing]).verdict).toBe('fails');
  });

  it('names what else differs between the compared', () => {
    const trainer = (steps: number) => ({
      config: { trainer: { slot: 'trainer', type: 'trainer', options: { steps } } },
    });
    const records = [0, 1].flatMap((seed) => [
      madeRecord('A', seed, { r: 0.1 }, trainer(400)),
      madeRecord('B', seed, { r: 0.2 }, { ...trainer(1500), profile: 'full' }),
    ]);
    expect(judge().judge(records).unfair).toEqual(['B against A: steps (trainer.steps: 400 → 1500)']);
  });

  it('refuses a claim without a comparison', () => {
    expect(() => judge({ pairs: [] })).toThrow(UserError);
  });

  it('asks besides whether the first is off the frontier of fixed temperatures', () => {
    const at = madeCurve(0.06);
    const guarded = claim.make({
      claim: 'B closes the gap',
      source: 'Table 9',
      pairs: [['B', 'τ = 0.02']],
      scores: [{ name: 'gap', score: 'gap', better: 'lower' }],
      offFrontier: {
        gap: { name: 'gap', score: 'gap' },
        task: { name: 'R@10', score: 'recall', better: 'higher' },
      },
    });
    const of = (recall: number) => guarded.judge([...nullRecords(), ...remedyRecords('B', { gap: at.gap, recall })]);
    expect(of(at.recall + 0.1).verdict).toBe('holds');
    expect(of(at.recall - 0.1)).toMatchObject({
      verdict: 'fails',
      parts: [{ verdict: 'holds' }, { verdict: 'fails' }],
    });
    expect(of(at.recall - 0.1).parts[1]!.evidence).toMatch(/^B is on the frontier of fixed temperatures: /);
    const absent = guarded.judge(nullRecords());
    expect(absent.parts[1]).toMatchObject({ verdict: 'undecided', seeds: 0 });
  });
});
