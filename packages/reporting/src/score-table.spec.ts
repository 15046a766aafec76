import { random, UserError } from '@alignclip/core';
import { renderMarkdown } from './rendering/render-markdown';
import { renderTerminal } from './rendering/render-terminal';
import { scoreTable } from './score-table';
import { describeTable } from './testing/describe-table';
import { madeRecord, madeRecords } from './testing/made-records';

const twoColumns = scoreTable.make({
  title: 'Made',
  columns: [
    { title: 'distance', score: 'distance', better: 'lower' },
    { title: 'mean recall', score: ['r1', 'r2'], better: 'higher', percent: true },
  ],
});

const recalls = { distance: 1, r1: 0.2, r2: 0.4 };
describeTable('score-table', twoColumns, [madeRecord('A', 0, recalls), madeRecord('B', 0, { distance: 3 })]);

describe('scoreTable', () => {
  it('gives mean, sample standard deviation and number of seeds', () => {
    const { rows, notes } = twoColumns.render([
      madeRecord('A', 0, { distance: 1, r1: 0.2, r2: 0.4 }),
      madeRecord('A', 1, { distance: 3, r1: 0.4, r2: 0.6 }),
    ]);
    const [distance, recall] = rows[0]!.cells;
    expect(distance).toEqual({ mean: 2, sd: Math.SQRT2, seeds: 2, interval: [expect.any(Number), expect.any(Number)] });
    expect(distance!.interval![1]).toBeCloseTo(2 + 12.706204736174694, 9); // t(.975, 1) · √2 / √2
    expect(recall?.mean).toBeCloseTo(0.4, 12); // mean of .3 and .5
    expect(recall?.sd).toBeCloseTo(Math.sqrt(0.02), 12);
    expect(notes).toEqual(['Mean ± standard deviation over n = 2 seeds.']);
  });

  it('has no spread for one seed and says so', () => {
    const { rows, notes } = twoColumns.render([madeRecord('A', 4, { distance: 1, r1: 0, r2: 0 })]);
    expect(rows[0]!.cells[0]).toEqual({ mean: 1, seeds: 1 });
    expect(notes).toEqual(['n = 1 seed: the spread is unknown.']);
  });

  it('keeps the variants in the order of their first record', () => {
    const records = [madeRecord('B', 0, {}), madeRecord('A', 0, {}), madeRecord('B', 1, {})];
    expect(twoColumns.render(records).rows.map(({ name }) => name)).toEqual(['B', 'A']);
  });

  it('does not depend on the order of the records beyond the order of the rows', () => {
    const records = ['A', 'B', 'C'].flatMap((variant) =>
      [0, 1, 2, 3].map((seed) => {
        const draw = random(variant, seed);
        return madeRecord(variant, seed, { distance: draw.uniform(), r1: draw.uniform(), r2: draw.uniform() });
      }),
    );
    const byName = (model: ReturnType<typeof twoColumns.render>) => new Map(model.rows.map((row) => [row.name, row]));
    const expected = twoColumns.render(records);
    for (let trial = 0; trial < 10; trial += 1) {
      const shuffled = random('order', trial).sample(records, records.length);
      const model = twoColumns.render(shuffled);
      expect(byName(model)).toEqual(byName(expected));
      expect(model.notes).toEqual(expected.notes);
    }
  });

  it('marks the best by its direction, ties as they are shown, and nothing where all are equal', () => {
    const records = [
      madeRecord('A', 0, { distance: 0.5001, r1: 0.1, r2: 0.1 }),
      madeRecord('B', 0, { distance: 0.5002, r1: 0.1, r2: 0.1 }),
      madeRecord('C', 0, { distance: 0.7, r1: 0.1, r2: 0.1 }),
    ];
    const best = twoColumns.render(records).rows.map(({ cells }) => cells.map((cell) => cell?.best === true));
    expect(best.map(([distance]) => distance)).toEqual([true, true, false]);
    expect(best.map(([, recall]) => recall)).toEqual([false, false, false]);
  });

  it('takes the later of two runs with one variant and seed, in any order', () => {
    const old = madeRecord('A', 0, { distance: 1, r1: 1, r2: 1 }, { startedAt: '2024-05-01T00:00:00.000Z' });
    const recent = madeRecord('A', 0, { distance: 2, r1: 1, r2: 1 });
    expect(twoColumns.render([old, recent]).rows[0]!.cells[0]!.mean).toBe(2);
    expect(twoColumns.render([recent, old]).rows[0]!.cells[0]!.mean).toBe(2);
  });

  it('says why a score is undefined, where it is, apart from those that are missing', () => {
    const why = { undefinedScores: { r1: 'no query can miss among 9 texts' } };
    const { rows, notes } = twoColumns.render([
      madeRecord('A', 0, { distance: 1, r2: 0.4 }, why),
      madeRecord('A', 1, { distance: 2, r1: 0.1, r2: 0.4 }),
      madeRecord('B', 0, { distance: 1 }, why),
      madeRecord('B', 1, { distance: 1, r2: 0 }),
    ]);
    expect(rows.map(({ cells }) => cells[1]?.mean)).toEqual([0.25, NaN]);
    expect(notes.slice(1)).toEqual([
      'mean recall is undefined for A, seed 0; B, seed 0: no query can miss among 9 texts.',
      'mean recall is missing for B, seed 1.',
    ]);
    const none = twoColumns.render([madeRecord('A', 0, { distance: 1, r2: 1 }, why)]);
    expect(none.notes.slice(1)).toEqual(['mean recall is undefined for A: no query can miss among 9 texts.']);
  });

  it('leaves a cell empty where a score is missing or not a number, and names it', () => {
    const { rows, notes } = twoColumns.render([
      madeRecord('A', 0, { distance: 1, r1: 1, r2: 1 }),
      madeRecord('A', 1, { distance: NaN, r1: 1, r2: 1 }),
      madeRecord('B', 0, { distance: 1, r1: 1 }),
      madeRecord('B', 1, { distance: 1, r2: Infinity }),
    ]);
    const seeds = rows.map(({ cells }) => cells.map((cell) => cell?.seeds));
    expect(seeds).toEqual([
      [1, 2],
      [2, undefined],
    ]);
    expect(notes.slice(1)).toEqual(['distance is missing for A, seed 1.', 'mean recall is missing for B.']);
  });

  it('notes unequal seeds, mixed profiles and scores that no run has', () => {
    const { notes } = twoColumns.render([
      ...madeRecords('A', 'other-score-name', [1, 2]),
      madeRecord('B', 1, { r1: 0, r2: 0 }, { profile: 'full' }),
    ]);
    expect(notes).toEqual([
      'Rows have different seeds (A: 0, 1; B: 1): mean ± standard deviation over the seeds of each row.',
      'No run has the score distance.',
      'mean recall is missing for A.',
      'The table mixes runs of different profiles: default, full.',
      'B is not a fair comparison with A: it differs in seeds, so data order and initial values (0, 1 → 1).',
    ]);
  });

  it('names the nearest score where a key is misspelt', () => {
    const table = scoreTable.make({ title: 'T', columns: [{ title: 'RMG', score: 'gap/tset/rmg' }] });
    const { notes } = table.render(madeRecords('A', 'gap/test/rmg', [1, 2]));
    expect(notes[1]).toBe('No run has the score gap/tset/rmg (the nearest is gap/test/rmg).');
  });

  it('renders without a NaN whatever is missing', () => {
    const odd = [
      madeRecord('A', 0, { distance: NaN }),
      madeRecord('B', 0, {}),
      madeRecord('C', 0, { distance: -Infinity, r1: 0 }),
    ];
    for (const records of [[], odd]) {
      const model = twoColumns.render(records);
      expect(renderTerminal(model) + renderMarkdown(model)).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(twoColumns.render([]).notes).toEqual(['There are no finished runs yet.']);
  });

  it('refuses a misspelt option by name', () => {
    expect(() => scoreTable({ title: 'T', columns: [{ title: 'x', score: 'x', beter: 'lower' } as never] })).toThrow(
      UserError,
    );
  });
});
