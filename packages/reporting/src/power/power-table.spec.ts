import { statementOf } from '../comparison/statements';
import { madeRecord } from '../testing/made-records';
import { tableOfPower } from './power-table';

const score = { name: 'R@1', score: 'r', better: 'higher' as const, percent: true };
const pair = { treatment: 'B', baseline: 'A' };
const timed = { seconds: { train: 50, evaluate: 10 } };
const records = (values: readonly (readonly [number, number])[]) =>
  values.flatMap(([a, b], seed) => [madeRecord('A', seed, { r: a }, timed), madeRecord('B', seed, { r: b }, timed)]);
/** Differences of 1, 2 and 3 points: d_z = 2. */
const three = records([
  [0.1, 0.11],
  [0.1, 0.12],
  [0.1, 0.13],
]);
const textsOf = (...given: Parameters<typeof tableOfPower>) =>
  tableOfPower(...given).rows.map(({ cells }) => cells.map((cell) => cell?.text));
const family = (...statements: Parameters<typeof tableOfPower>[0]['statements']) => ({ title: 'made', statements });

describe('tableOfPower', () => {
  it('says how many seeds the seen difference needs, and what the present ones can see', () => {
    const [texts] = textsOf(family(statementOf(pair, score)), three);
    expect(texts!.slice(0, 4)).toEqual(['3', '2.0 %', '1.0', '5 / 6']); // statsmodels: 4.2 and 5.6 pairs
    expect(texts![5]).toMatch(/^[67] \/ [78]$/);
    expect(texts![8]).toBe('none'); // 3 pairs can't reach .05
  });

  it('asks more of a smaller difference, of more tests and of a spread that may be larger', () => {
    const statement = statementOf(pair, score);
    const [texts] = textsOf(family(statement, statement), three, () => 0.01);
    const numbers = texts!.slice(3, 7).map((text) => Number(text!.split(' / ')[0]));
    const [student, cautious, signFlip, holm] = numbers;
    expect(texts![1]).toBe('1.0 %');
    expect(student).toBe(10); // statsmodels: d_z = 1
    expect(cautious).toBeGreaterThan(2 * student!);
    expect(signFlip).toBeGreaterThanOrEqual(10);
    expect(holm).toBeGreaterThan(signFlip!);
  });

  it('plans no seeds for an improvement on the wrong side of the bound, and says so', () => {
    const worse = statementOf({ treatment: 'A', baseline: 'B' }, score);
    const threshold = statementOf(pair, score, { above: 0.03 });
    for (const [statement, improvement] of [
      [worse, '−2.0 %'],
      [threshold, '2.0 (beyond 3.0) %'],
    ] as const) {
      const { rows, notes } = tableOfPower(family(statement), three);
      const texts = rows[0]!.cells.map((cell) => cell?.text);
      expect(texts.slice(1, 7)).toEqual([improvement, '1.0', 'never', 'never', 'never', 'never']);
      expect(notes.join(' ')).toMatch(/Never, in 1 comparison: .* no number of seeds/);
      expect(notes.join(' ')).toMatch(/80 % power: no number of seeds up to 1,000 reaches it in any row/);
    }
    const [texts] = textsOf(family(worse), three, () => 0.02);
    expect(texts!.slice(1, 4)).toEqual(['2.0 %', '1.0', '5 / 6']); // as of one that is better
  });

  it('plans a margin for two that are equal, one way', () => {
    const [texts] = textsOf(family(statementOf(pair, score, { above: -0.01, level: 0.1 })), three);
    expect(texts!.slice(0, 4)).toEqual(['3', '0.0 (margin 1.0) %', '1.0', '8 / 13']);
  });

  it('adds up runs and time', () => {
    const { notes } = tableOfPower(family(statementOf(pair, score)), three);
    expect(notes.at(-2)).toMatch(/^80 % power for every row by the sign-flip test: (6|8) more runs, (6|8) min 0 s of/);
  });

  it('counts a fold once, and its seeds as runs', () => {
    const folded = [0, 1].flatMap((seed) =>
      three.map((record) => ({
        ...record,
        seed,
        config: { dataset: { slot: 'dataset', type: 'fold', options: { of: 10, index: record.seed } } },
      })),
    );
    const { rows, notes } = tableOfPower(family(statementOf(pair, score)), folded);
    expect(rows[0]!.cells[0]!.text).toBe('3');
    expect(notes.at(-2)).toMatch(/^80 % power for every row by the sign-flip test: (12|16) more runs, /);
  });

  it('plans nothing from one pair, or without spread', () => {
    const flat = records([
      [0.1, 0.2],
      [0.1, 0.2],
    ]);
    for (const given of [three.slice(0, 2), flat, []]) {
      const { rows, notes } = tableOfPower(family(statementOf(pair, score)), given);
      expect(rows[0]!.cells.slice(3).map((cell) => cell?.text)).toEqual(['–', '–', '–', '–', 'none', 'none']);
      expect(notes.join(' ')).toMatch(/nothing can be planned from them/);
    }
  });
});
