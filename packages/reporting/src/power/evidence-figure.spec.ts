import type { JsonObject } from '@alignclip/core';
import { statementOf } from '../comparison/statements';
import { madeRecords } from '../testing/made-records';
import { evidenceFigure } from './evidence-figure';

const statement = statementOf(
  { treatment: 'B', baseline: 'A' },
  { name: 'distance', score: 'r', better: 'lower', percent: false },
);
const draw = (a: readonly number[], b: readonly number[], copies = 1) =>
  evidenceFigure(
    [{ title: 'Smaller?', statements: Array.from({ length: copies }, () => statement) }],
    [...madeRecords('A', 'r', a), ...madeRecords('B', 'r', b)],
  );
const rows = (spec: JsonObject | undefined) =>
  (spec!['data'] as { values: { seeds: number; evidence: number }[] }).values;

describe('evidenceFigure', () => {
  it('grows with the seeds towards the side that they speak for', () => {
    const found = rows(draw([0.5, 0.52, 0.51, 0.53, 0.5, 0.51], [0.4, 0.43, 0.4, 0.44, 0.41, 0.4]).spec);
    expect(found.map(({ seeds }) => seeds)).toEqual([2, 3, 4, 5, 6]);
    const evidence = found.map((row) => row.evidence);
    expect(evidence.at(-1)).toBeGreaterThan(Math.log10(20));
    expect(evidence.at(-1)).toBeGreaterThan(evidence[0]!);
    const against = rows(draw([0.4, 0.43, 0.4, 0.44], [0.5, 0.52, 0.51, 0.53]).spec);
    expect(against.at(-1)!.evidence).toBeLessThan(0);
  });

  it('says what it can’t draw', () => {
    expect(draw([0.5], [0.4]).spec).toBeUndefined();
    expect(draw([1, 2, 3], [0, 1, 1], 11).notes.at(-1)).toBe('3 more comparisons are not drawn.');
  });
});
