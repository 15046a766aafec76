import type { TableModel } from '@alignclip/core';

const comparison = { seeds: 8, difference: -0.5, pValue: 0.008, adjusted: 0.03, significant: true };

/** Everything that a renderer must handle: groups, marks, an empty cell, an interval, and hostile names. */
export const oddTable: TableModel = {
  title: 'Gap & <b>co</b>',
  baseline: 'CLIP',
  columns: [
    { title: 'RMG', better: 'lower', percent: false, digits: 3 },
    { title: 'R@1', group: 'image→text', better: 'higher', percent: true, digits: 1 },
    { title: 'R@5', group: 'image→text', better: 'higher', percent: true, digits: 1 },
    { title: 'range', better: 'neither', percent: false, digits: 2, shows: 'interval', empty: 'not available' },
  ],
  rows: [
    {
      name: 'CLIP',
      cells: [
        { mean: 0.46, sd: 0.01, seeds: 2 },
        { mean: 0.412, sd: 0.02, seeds: 2, best: true },
        { mean: 0.5, seeds: 1 },
        { mean: 0.425, seeds: 0, interval: [0.38, 0.47] },
      ],
    },
    {
      name: '=1+"x",\n<i>50_%</i> \\end{document}',
      unfair: ['steps'],
      cells: [
        { mean: -0.31, sd: 0.02, seeds: 2, best: true, comparison },
        undefined,
        { mean: NaN, seeds: 1 },
        undefined,
      ],
    },
  ],
  notes: ['Mean ± standard deviation over n = 2 seeds.'],
};
