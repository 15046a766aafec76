import { frontierTable } from './frontier-table';
import { renderCsv } from './rendering/render-csv';
import { renderTerminal } from './rendering/render-terminal';
import { describeTable } from './testing/describe-table';
import { madeCurve, nullRecords, remedyRecords } from './testing/frontier-records';
import { madeRecord } from './testing/made-records';

const measures = {
  gap: { name: 'centroid distance', score: 'gap' },
  task: { name: 'R@10', score: 'recall', percent: true, better: 'higher' as const },
};
const table = frontierTable.make(measures);
const at = madeCurve(0.06);
const records = [
  ...nullRecords(),
  ...remedyRecords('good', { gap: at.gap, recall: at.recall + 0.1 }),
  ...remedyRecords('bad', { gap: at.gap, recall: at.recall - 0.1 }),
  ...remedyRecords('far', { gap: 0.9, recall: 0.9 }),
];
describeTable(frontierTable.type, table, records);

describe('frontierTable', () => {
  const { rows, columns, notes } = table.render(records);
  const cellOf = (name: string, title: string) =>
    rows.find((row) => row.name === name)!.cells[columns.findIndex((column) => column.title === title)];

  it('has the null by temperature, then the remedies', () => {
    expect(rows.map(({ name }) => name).slice(-4)).toEqual(['τ = 0.2', 'good', 'bad', 'far']);
    expect(cellOf('τ = 0.14', 'τ')!.mean).toBeCloseTo(0.14, 12);
    expect(cellOf('good', 'τ')).toBeUndefined();
    expect(cellOf('τ = 0.14', 'verdict')).toBeUndefined();
  });

  it('gives gain, interval, corrected p and verdict', () => {
    expect(cellOf('good', 'verdict')!.text).toBe('off the frontier');
    expect(cellOf('good', 'gain')!.mean).toBeGreaterThan(0.06);
    expect(cellOf('good', '95 % t')!.interval![0]).toBeGreaterThan(0);
    expect(cellOf('good', 'Holm p')!.mean).toBeLessThan(0.05);
    expect(cellOf('bad', 'verdict')!.text).toBe('on the frontier');
    expect(cellOf('bad', 'gain')!.mean).toBeLessThan(-0.06);
  });

  it('gives the smaller gap at a score no worse, where the null scores so well', () => {
    const { rows: own } = table.render([...nullRecords(), ...remedyRecords('R', { gap: 0.05, recall: 0.6 })]);
    const closed = own.at(-1)!.cells[columns.findIndex(({ title }) => title === 'gap closed')];
    expect(closed!.mean).toBeGreaterThan(0.05);
    expect(cellOf('far', 'gap closed')).toBeUndefined();
  });

  it('never extrapolates', () => {
    expect(cellOf('far', 'verdict')!.text).toBe('can’t be told');
    expect(cellOf('far', 'gain')).toBeUndefined();
    expect(notes.join(' ')).toContain(
      'beyond the curve in every seed: its centroid distance is higher than any of the null, which needs further temperatures',
    );
  });

  it('marks remedies whose temperature has another policy', () => {
    expect(rows.find(({ name }) => name === 'good')!.unfair!.join()).toContain('temperature policy');
    expect(rows[2]!.unfair).toBeUndefined();
  });

  it('says who has a teacher, and whose tuning budget is not said', () => {
    expect(notes).toContain('The tuning budget isn’t said for any row (`tuning` of the experiment).');
    const tuning = { trials: 3, protocol: 'weight, by R@10 on val' };
    const told = records.map((record) =>
      record.variant === 'bad'
        ? record
        : { ...record, tuning, ...(record.variant === 'good' && { signals: ['semanticSimilarity'] }) },
    );
    const found = table.render(told).notes;
    expect(found).toContain('The tuning budget isn’t said for bad (`tuning` of the experiment).');
    expect(found).toContain('With a teacher that has seen other texts: good.');
  });

  it('writes verdicts in every format', () => {
    expect(renderTerminal(table.render(records))).toContain('off the frontier');
    expect(renderCsv(table.render(records))).toMatch(/^good,.*,off the frontier,temperature policy \(/m);
  });

  it('names a null that has no runs, no fixed temperature, or differs in more', () => {
    const steps = { trainer: { slot: 'trainer', type: 'trainer', options: { steps: 3 } } };
    const odd = nullRecords({ temperatures: [0.05] }).map((record) => ({
      ...record,
      variant: 'longer',
      config: { ...record.config, ...steps },
    }));
    const named = frontierTable.make({ ...measures, null: ['τ = 0.1', 'τ = 0.02', 'good', 'longer'] });
    const found = named.render([...records, ...odd]).notes;
    expect(found).toContain('No frontier: null[0] = "τ = 0.1" has no runs (the nearest is τ = 0.14).');
    expect(found).toContain('No frontier: null[2] = "good" has no fixed temperature (fixed-logit-scale).');
    expect(found).toContain(
      'No frontier: null[3] = "longer" differs from τ = 0.02 not in temperature only, but in trainer.',
    );
    const { rows: none } = named.render([...records, ...odd]);
    expect(none.every(({ cells }) => cells.at(-1)?.text !== 'off the frontier')).toBe(true);
  });

  it('names a baseline and a remedy that have no runs', () => {
    const { notes: found } = frontierTable.make({ ...measures, baseline: 'τ = 0.03' }).render(records);
    expect(found).toContain('No frontier: the baseline τ = 0.03 has no runs (the nearest is τ = 0.01).');
    const { notes: others } = frontierTable.make({ ...measures, remedies: ['god'] }).render(records);
    expect(others).toContain('No frontier: the remedy god has no runs (the nearest is good).');
  });

  it('says so where no variant has a fixed temperature', () => {
    const { notes: found } = table.render([madeRecord('A', 0, { gap: 1, recall: 1 })]);
    expect(found).toContain('No frontier: no variant with a fixed temperature differs from A in temperature only.');
  });
});
