import type { JsonObject } from '@alignclip/core';
import { statementOf } from '../comparison/statements';
import { madeRecords } from '../testing/made-records';
import { evidenceFigure } from './evidence-figure';

const statement = statementOf(
  { treatment: 'B', baseline: 'A' },
  { name: 'distance', score: 'r', better: 'lower', percent: false },
);
const draw = (a: readonly number[], b: readonly number[], copies = 1, own = statement) =>
  evidenceFigure(
    [{ title: 'Smaller?', statements: Array.from({ length: copies }, () => own) }],
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

  it('shows the bound of equivalence that is passed, and says from where on a margin holds', () => {
    const same = { ...statement, above: -0.05, below: 0.05, level: 0.1 };
    const [a, b] = [
      [0.5, 0.52, 0.51, 0.53],
      [0.4, 0.43, 0.4, 0.44],
    ]; // better by twice the margin
    const { spec, notes } = draw(a, b, 1, same);
    expect(rows(spec).at(-1)!.evidence).toBeLessThan(0);
    expect(rows(draw(a, [0.5, 0.521, 0.51, 0.531], 1, same).spec).at(-1)!.evidence).toBeGreaterThan(1);
    expect(notes).toContain('Within a margin, tested one way at .05, a claim holds from 10 on.');
    expect(draw(a, b).notes).toHaveLength(1);
  });

  it('says what it can’t draw', () => {
    expect(draw([0.5], [0.4]).spec).toBeUndefined();
    expect(draw([1, 2, 3], [0, 1, 1], 11).notes.at(-1)).toBe('3 more comparisons are not drawn.');
  });
});
