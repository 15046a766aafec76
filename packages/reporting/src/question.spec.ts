import { random } from '@alignclip/core';
import { question } from './question';
import { madeCurve, nullRecords, remedyRecords } from './testing/frontier-records';
import { madeRecord, madeRecords } from './testing/made-records';

const rq1 = {
  question: 'RQ1, does sharing the encoders reduce the gap?',
  baseline: 'CLIP',
  treatment: 'SharedCLIP',
  score: 'd',
  name: 'centroid distance',
  better: 'lower' as const,
  digits: 2,
};
const ask = (change: Partial<Parameters<typeof question>[0]> = {}) => question.make({ ...rq1, ...change });

describe('question', () => {
  const reduced = [
    ...madeRecords('CLIP', 'd', [0.61, 0.62, 0.63]),
    ...madeRecords('SharedCLIP', 'd', [0.26, 0.28, 0.24]),
  ];
  const grown = [...madeRecords('CLIP', 'd', [0.2, 0.3]), ...madeRecords('SharedCLIP', 'd', [0.3, 0.41])];

  it('answers with both means, the paired difference and the count of seeds', () => {
    const lines = [
      'RQ1, does sharing the encoders reduce the gap? Yes on these data.',
      'Centroid distance .62 ± .01 → .26 ± .02 (difference −.36, 95 % t interval −.43 to −.29, lower in 3 of 3 seeds, permutation p = .250).',
      '3 seeds cannot reach p ≤ .05, so this rests on the t interval alone; 3 seeds would show a difference of .09 in 4 of 5 experiments; the verdict is the same in all 3 halves of the seeds, the opposite in none.',
    ];
    expect(ask().answer(reduced)).toEqual({ verdict: 'yes', lines });
  });

  it('has no limits but those of its seeds where they are many and the comparison is fair', () => {
    const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
    const records = [
      ...madeRecords(
        'CLIP',
        'd',
        seeds.map((seed) => 0.6 + seed / 100),
      ),
      ...madeRecords(
        'SharedCLIP',
        'd',
        seeds.map((seed) => 0.3 + seed / 90),
      ),
    ];
    expect(ask().answer(records).lines).toEqual([
      'RQ1, does sharing the encoders reduce the gap? Yes on these data.',
      expect.stringMatching(/lower in 8 of 8 seeds, permutation p = \.008\)\.$/),
      '8 seeds would show a difference of .00 in 4 of 5 experiments; the verdict is the same in all 70 halves of the seeds, the opposite in none.',
    ]);
  });

  it('gives no verdict on smoke runs', () => {
    const lines = [
      'RQ1, does sharing the encoders reduce the gap? No verdict.',
      'Smoke runs are too short for a verdict; run another profile, such as quick.',
    ];
    const smoke = reduced.map((record) => ({ ...record, profile: 'smoke' }));
    expect(ask().answer(smoke)).toEqual({ verdict: 'none', lines });
    const others = smoke.map((record) => ({ ...record, variant: `other ${record.variant}` }));
    expect(ask().answer([...reduced, ...others]).verdict).toBe('yes');
  });

  it('says what five seeds can show and what not', () => {
    const records = [
      ...madeRecords('CLIP', 'd', [0.5, 0.5, 0.5, 0.5, 0.5]),
      ...madeRecords('SharedCLIP', 'd', [0.4, 0.3, 0.2, 0.1, 0]),
    ];
    const [, effect, limit] = ask().answer(records).lines;
    expect(effect).toContain(
      '(difference −.30, 95 % t interval −.50 to −.10, lower in 5 of 5 seeds, permutation p = .063).',
    );
    expect(limit).toBe(
      '5 seeds cannot reach p ≤ .05, so this rests on the t interval alone; 5 seeds would show a difference of .27 in 4 of 5 experiments; the verdict is the same in 2 of 10 halves of the seeds, the opposite in none.',
    );
  });

  it('says where the paper found the opposite, and only there', () => {
    const { verdict, lines } = ask({ paper: 'yes' }).answer(grown);
    expect(verdict).toBe('no');
    expect(lines[0]).toMatch(/^RQ1.* No on these data; the paper found the opposite at CC12M scale\.$/);
    expect(ask({ paper: 'yes' }).answer(reduced).lines.join(' ')).not.toContain('paper');
  });

  it('is undecided where the seeds disagree', () => {
    const mixed = [...madeRecords('CLIP', 'd', [0.2, 0.3]), ...madeRecords('SharedCLIP', 'd', [0.3, 0.2])];
    const { verdict, lines } = ask({ paper: 'yes' }).answer(mixed);
    expect(verdict).toBe('undecided');
    expect(lines[0]).toContain('the paper says yes at CC12M scale');
    expect(lines[1]).toContain('lower in 1 of 2 seeds');
    expect(lines[2]).toBe(
      '2 seeds cannot reach p ≤ .05; 2 seeds would show a difference of 1.63 in 4 of 5 experiments.',
    );
  });

  it('has a line for each score that shows what the answer costs downstream', () => {
    const scores = (d: number, r: number) => ({ d, r });
    const records = [0, 1].flatMap((seed) => [
      madeRecord('CLIP', seed, scores(0.6, 0.4)),
      madeRecord('SharedCLIP', seed, scores(0.3, 0.38)),
    ]);
    const alsoReport = [
      { score: 'r', name: 'R@1', better: 'higher' as const, percent: true },
      { score: 'x', name: 'top-1', better: 'higher' as const },
    ];
    const { lines } = ask({ alsoReport }).answer(records);
    expect(lines.slice(2, 4)).toEqual([
      'Downstream: R@1 40.0 ± 0.0 % → 38.0 ± 0.0 % (difference −2.0, higher in 0 of 2 seeds).',
      'Downstream: top-1 was not measured on any seed of both.',
    ]);
  });

  it('names the seeds that have no partner', () => {
    const { lines } = ask().answer([...reduced, madeRecord('CLIP', 7, { d: 0.9 })]);
    expect(lines.at(-1)).toContain(
      'alone; seed 7 is left out, which only one of the two has; 3 seeds would show a difference of .09 in 4 of 5 experiments; the verdict is the same in all 3 halves of the seeds, the opposite in none; not a fair',
    );
  });

  it('says where the two differ in more than what is studied', () => {
    const trainer = (steps: number) => ({
      config: { trainer: { slot: 'trainer', type: 'trainer', options: { steps } } },
    });
    const records = [0, 1].flatMap((seed) => [
      madeRecord('CLIP', seed, { d: 0.6 }, trainer(400)),
      madeRecord('SharedCLIP', seed, { d: 0.3 }, { ...trainer(1500), profile: 'full' }),
    ]);
    const { unfair, lines } = ask().answer(records);
    expect(unfair).toEqual(['steps (trainer.steps: 400 → 1500)']);
    expect(lines.at(-1)).toContain(
      '; not a fair comparison, the two also differ in steps (trainer.steps: 400 → 1500).',
    );
    expect(ask({ studied: ['trainer.steps'] }).answer(records).unfair).toBeUndefined();
  });

  it('gives no answer without a pair', () => {
    const records = madeRecords('CLIP', 'd', [1, 2]);
    const sentence = `${rq1.question} No answer yet: no seed has centroid distance of both CLIP and SharedCLIP.`;
    expect(ask().answer(records)).toEqual({ verdict: 'undecided', lines: [sentence] });
  });

  it('never prints NaN and does not depend on the order of the records', () => {
    const records = [...reduced, madeRecord('SharedCLIP', 3, { d: NaN }), madeRecord('CLIP', 3, { d: 1 })];
    const expected = ask().answer(records);
    expect(expected.lines.join(' ')).not.toContain('NaN');
    for (let trial = 0; trial < 8; trial += 1) {
      expect(ask().answer(random('order', trial).sample(records, records.length))).toEqual(expected);
    }
  });

  describe('with the guard against temperature', () => {
    const at = madeCurve(0.06);
    const offFrontier = {
      gap: { name: 'centroid distance', score: 'gap' },
      task: { name: 'R@10', score: 'recall', percent: true, better: 'higher' as const },
    };
    const judge = (recall: number, extra = offFrontier as Parameters<typeof question>[0]['offFrontier']) =>
      question
        .make({ ...rq1, baseline: 'τ = 0.02', score: 'gap', offFrontier: extra })
        .answer([...nullRecords(), ...remedyRecords('SharedCLIP', { gap: at.gap, recall })]);

    it('says yes only where the treatment is off the frontier too', () => {
      const { verdict, lines } = judge(at.recall + 0.1);
      expect(verdict).toBe('yes');
      expect(lines[2]).toMatch(/^SharedCLIP is off the frontier of fixed temperatures: R@10 \d/);
    });

    it('says no where temperature alone does as much', () => {
      const { verdict, lines } = judge(at.recall - 0.1);
      expect(verdict).toBe('no');
      expect(lines[2]).toMatch(/^SharedCLIP is on the frontier of fixed temperatures: /);
    });

    it('is undecided where it can’t be told, and says why', () => {
      const { verdict, lines } = judge(at.recall + 0.1, { ...offFrontier, null: ['τ = 0.02', 'τ = 0.3'] });
      expect(verdict).toBe('undecided');
      expect(lines[2]).toContain('null[1] = "τ = 0.3" has no runs (the nearest is τ = 0.01)');
    });
  });

  it('says no where an improvement that matters is excluded, and where seeds were added until it was decided', () => {
    const flat = [0.001, -0.002, 0.002, -0.001, 0.001, -0.001];
    const records = [
      ...madeRecords(
        'CLIP',
        'd',
        flat.map(() => 0.5),
      ),
      ...madeRecords(
        'SharedCLIP',
        'd',
        flat.map((change) => 0.5 + change),
      ),
    ];
    expect(ask().answer(records).verdict).toBe('undecided');
    const { verdict, lines } = ask({ margin: 0.05 }).answer(records);
    expect(verdict).toBe('no');
    expect(lines.at(-1)).toContain(
      '90 % t interval of the improvement .00 to .00: one above the margin of .05 is excluded',
    );
    expect(ask({ margin: 0.05 }).answer(records, 'until-decided').verdict).toBe('no');
    expect(ask().answer(records, 'until-decided').lines.at(-1)).toContain('not decided after 6 seeds');
  });
});
