import type { TableModel } from '@alignclip/core';
import { renderTerminal } from './render-terminal';

const model: TableModel = {
  title: 'Gap',
  columns: [
    { title: 'centroid distance', better: 'lower', percent: false, digits: 3 },
    { title: 'R@1', group: 'image→text', better: 'higher', percent: true, digits: 1 },
  ],
  rows: [
    {
      name: 'CLIP',
      cells: [
        { mean: 0.62, sd: 0.01, seeds: 2 },
        { mean: 0.412, seeds: 2, sd: 0.02, best: true },
      ],
    },
    { name: 'Shared', cells: [{ mean: 0.26, sd: 0.02, seeds: 2, best: true }, undefined] },
  ],
  notes: ['n = 2 seeds.'],
};

describe('renderTerminal', () => {
  it('draws a table, its title above and its notes below', () => {
    expect(renderTerminal(model)).toBe(
      [
        'Gap',
        '┌─────────┬──────────────┬─────────────┐',
        '│         │     centroid │  image→text │',
        '│ variant │   distance ↓ │   R@1 (%) ↑ │',
        '├─────────┼──────────────┼─────────────┤',
        '│ CLIP    │  .620 ± .010 │ 41.2 ± 2.0* │',
        '│ Shared  │ .260 ± .020* │           – │',
        '└─────────┴──────────────┴─────────────┘',
        '* the best of its column',
        'n = 2 seeds.',
      ].join('\n'),
    );
  });

  it('marks the best in bold where there is colour', () => {
    expect(renderTerminal(model, { color: true })).toContain('\u001b[1m.260 ± .020\u001b[22m');
  });

  it('cuts a wide table into blocks within the width, each with the names', () => {
    const text = renderTerminal(model, { width: 30 });
    expect(text.match(/│ Shared/g)).toHaveLength(2);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(30);
    expect(text.match(/R@1/g)).toHaveLength(1);
  });

  it('keeps the columns of a group in one block where they fit', () => {
    const recall = (group: string, title: string) => ({ ...model.columns[1]!, group, title });
    const columns = [...['R@1', 'R@5'].map((k) => recall('i→t', k)), ...['R@1', 'R@5'].map((k) => recall('t→i', k))];
    const text = renderTerminal({ ...model, columns, rows: [] }, { width: 50 });
    const blocks = text.split('┌').slice(1);
    const groups = blocks.map((block) => block.match(/[it]→[it]/g)?.join(' '));
    expect(groups).toEqual(['i→t i→t', 't→i t→i']);
  });

  it('sends no control characters to the terminal', () => {
    const row = { name: 'a\u001b[2J\nb', cells: [] };
    expect(renderTerminal({ ...model, title: 'x\u0007', notes: ['\u009b1m'], rows: [row] })).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/,
    );
  });

  it('draws a table without rows', () => {
    expect(renderTerminal({ ...model, rows: [] })).toContain('variant');
  });
});
