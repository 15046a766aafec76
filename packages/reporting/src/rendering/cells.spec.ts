import type { TableModel } from '@alignclip/core';
import { formatCell, legend } from './cells';
import { formatNumber } from './text';
import { renderMarkdown } from './render-markdown';
import { renderTerminal } from './render-terminal';

const fraction = { percent: false, digits: 3 };
const percentage = { percent: true, digits: 1 };

describe('formatNumber', () => {
  it.each([
    [0.8234, '.823'],
    [-0.36, '−.360'],
    [1, '1.000'],
    [-0.0001, '.000'],
    [12.5, '12.500'],
    [NaN, '–'],
    [Infinity, '–'],
  ])('writes %p as %s', (value, text) => expect(formatNumber(value, fraction)).toBe(text));

  it('writes percentages with their leading zero', () => {
    expect(formatNumber(0.4123, percentage)).toBe('41.2');
    expect(formatNumber(-0.004, percentage)).toBe('−0.4');
  });
});

describe('formatCell', () => {
  it('adds the spread where there is one', () => {
    expect(formatCell({ mean: 0.823, sd: 0.0121, seeds: 3 }, fraction)).toBe('.823 ± .012');
    expect(formatCell({ mean: 0.823, seeds: 1 }, fraction)).toBe('.823');
    expect(formatCell(undefined, fraction)).toBe('–');
  });
});

const comparison = { seeds: 8, difference: -0.5, pValue: 0.008, adjusted: 0.03, significant: true };
const model: TableModel = {
  title: 'Gap',
  rowTitle: 'weight',
  baseline: 'CLIP',
  columns: [
    { title: 'distance', better: 'lower', percent: false, digits: 3 },
    { title: 'interval', better: 'neither', percent: false, digits: 3, shows: 'interval' },
    { title: 'p', better: 'neither', percent: false, digits: 3, shows: 'p-value' },
  ],
  rows: [
    { name: 'CLIP', cells: [{ mean: 0.62, seeds: 8 }, undefined, undefined] },
    {
      name: 'Shared',
      unfair: ['steps'],
      cells: [
        { mean: 0.26, sd: 0.02, seeds: 8, best: true, comparison },
        { mean: 0.26, seeds: 8, interval: [0.24, 0.28], format: { percent: true, digits: 1 } },
        { mean: 0.0001, seeds: 8 },
      ],
    },
  ],
  notes: [],
};
const marks = [
  '‡ differs from CLIP: p ≤ .05 after correction',
  '† not a fair comparison: the notes name what else differs',
];

describe('marks of a table', () => {
  it('stand in the terminal with a legend', () => {
    const text = renderTerminal(model);
    expect(text).toContain('│ weight ');
    expect(text).toMatch(/│ Shared † +│ +\.260 ± \.020‡\* │ +24\.0 to 28\.0 │ +<\.001 │/);
    for (const line of marks) expect(text.split('\n')).toContain(line);
  });

  it('stand in Markdown with a legend', () => {
    const text = renderMarkdown(model);
    expect(text).toContain('| Shared † | **.260 ± .020‡** | 24.0 to 28.0 | \\<.001 |');
    for (const line of marks) expect(text).toContain(`- ${line}`);
  });

  it('have no legend where there are none', () => {
    expect(legend({ ...model, rows: [model.rows[0]!] })).toEqual([]);
  });
});
