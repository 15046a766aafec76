import type { TableModel } from '@alignclip/core';
import { renderMarkdown } from './render-markdown';

const model: TableModel = {
  title: 'Gap',
  columns: [
    { title: 'RMG', better: 'lower', percent: false, digits: 3 },
    { title: 'R@1', group: 'image→text', better: 'higher', percent: true, digits: 1 },
  ],
  rows: [
    {
      name: 'CLIP',
      cells: [
        { mean: 0.46, sd: 0.01, seeds: 2 },
        { mean: 0.412, seeds: 2, sd: 0.02, best: true },
      ],
    },
    { name: 'a|b*', cells: [{ mean: 0.31, sd: 0.02, seeds: 2, best: true }, undefined] },
  ],
  notes: ['n = 2 seeds.'],
};

describe('renderMarkdown', () => {
  it('writes a table with the best in bold and the notes below', () => {
    expect(renderMarkdown(model)).toBe(`**Gap**

| variant | RMG ↓ | image→text R@1 (%) ↑ |
| --- | ---: | ---: |
| CLIP | .460 ± .010 | **41.2 ± 2.0** |
| a\\|b\\* | **.310 ± .020** | – |

- n = 2 seeds.
`);
  });

  it('keeps a name with line breaks in its row', () => {
    const row = { name: 'a\nb\u001b[2J', cells: [] };
    expect(renderMarkdown({ ...model, rows: [row] })).toContain('| a b \\[2J | – | – |');
  });
});
