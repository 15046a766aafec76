import { random } from '@alignclip/core';
import { question } from './question';
import { createQuestion } from './testing/create';
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
const ask = (change: Partial<Parameters<typeof question>[0]> = {}) =>
  createQuestion(question, question({ ...rq1, ...change }));

describe('question', () => {
  const reduced = [
    ...madeRecords('CLIP', 'd', [0.61, 0.62, 0.63]),
    ...madeRecords('SharedCLIP', 'd', [0.26, 0.28, 0.24]),
  ];
  const grown = [...madeRecords('CLIP', 'd', [0.2, 0.3]), ...madeRecords('SharedCLIP', 'd', [0.3, 0.41])];

  it('answers with both means, the paired difference and the count of seeds', () => {
    expect(ask().answer(reduced)).toEqual({
      verdict: 'yes',
      sentence:
        'RQ1, does sharing the encoders reduce the gap? Yes on these data: centroid distance .62 ± .01 → .26 ± .02 ' +
        '(difference −.36, 95 % t interval −.43 to −.29, lower in 3 of 3 seeds; permutation p = .250, which 3 seeds ' +
        "can't bring below .05: this rests on the t interval alone).",
    });
  });

  it('says what five seeds can show and what not', () => {
    const records = [
      ...madeRecords('CLIP', 'd', [0.5, 0.5, 0.5, 0.5, 0.5]),
      ...madeRecords('SharedCLIP', 'd', [0.4, 0.3, 0.2, 0.1, 0]),
    ];
    expect(ask().answer(records).sentence).toContain(
      '(difference −.30, 95 % t interval −.50 to −.10, lower in 5 of 5 seeds; permutation p = .063, which 5 seeds ' +
        "can't bring below .05: this rests on the t interval alone).",
    );
  });

  it('says where the paper found the opposite, and only there', () => {
    const { verdict, sentence } = ask({ paper: 'yes' }).answer(grown);
    expect(verdict).toBe('no');
    expect(sentence).toMatch(/^RQ1.* No on these data: .*; the paper found the opposite at CC12M scale\.$/);
    expect(ask({ paper: 'yes' }).answer(reduced).sentence).not.toContain('paper');
  });

  it('is undecided where the seeds disagree', () => {
    const mixed = [...madeRecords('CLIP', 'd', [0.2, 0.3]), ...madeRecords('SharedCLIP', 'd', [0.3, 0.2])];
    const { verdict, sentence } = ask({ paper: 'yes' }).answer(mixed);
    expect(verdict).toBe('undecided');
    expect(sentence).toContain('lower in 1 of 2 seeds');
    expect(sentence).toContain('the paper says yes at CC12M scale');
  });

  it('tells what the answer costs downstream', () => {
    const scores = (d: number, r: number) => ({ d, r });
    const records = [0, 1].flatMap((seed) => [
      madeRecord('CLIP', seed, scores(0.6, 0.4)),
      madeRecord('SharedCLIP', seed, scores(0.3, 0.38)),
    ]);
    const alsoReport = [
      { score: 'r', name: 'R@1', better: 'higher' as const, percent: true },
      { score: 'x', name: 'top-1', better: 'higher' as const },
    ];
    const { sentence } = ask({ alsoReport }).answer(records);
    expect(sentence).toContain(
      'Downstream: R@1 40.0 ± 0.0 % → 38.0 ± 0.0 % (difference −2.0, higher in 0 of 2 seeds). ' +
        'Downstream: top-1 was not measured on any seed of both.',
    );
  });

  it('names the seeds that have no partner', () => {
    expect(ask().answer([...reduced, madeRecord('CLIP', 7, { d: 0.9 })]).sentence).toContain(
      'without seed 7, which only one of the two has',
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
    const { unfair, sentence } = ask().answer(records);
    expect(unfair).toEqual(['steps (trainer.steps: 400 → 1500)']);
    expect(sentence).toContain('Not a fair comparison: the two also differ in steps (trainer.steps: 400 → 1500).');
    expect(ask({ studied: ['trainer.steps'] }).answer(records).unfair).toBeUndefined();
  });

  it('gives no answer without a pair', () => {
    const records = madeRecords('CLIP', 'd', [1, 2]);
    const expected = 'No answer yet: no seed has centroid distance of both CLIP and SharedCLIP.';
    expect(ask().answer(records)).toEqual({ verdict: 'undecided', sentence: `${rq1.question} ${expected}` });
  });

  it('never prints NaN and does not depend on the order of the records', () => {
    const records = [...reduced, madeRecord('SharedCLIP', 3, { d: NaN }), madeRecord('CLIP', 3, { d: 1 })];
    const expected = ask().answer(records);
    expect(expected.sentence).not.toContain('NaN');
    for (let trial = 0; trial < 8; trial += 1) {
      expect(ask().answer(random('order', trial).sample(records, records.length))).toEqual(expected);
    }
  });
});
