import type { TableColumn } from '@alignclip/core';

const column = (group: string, title: string, change: Partial<TableColumn> = {}): TableColumn => ({
  group,
  title,
  better: 'neither',
  percent: false,
  digits: 3,
  ...change,
});

const overSeeds = [
  column('over seeds', 'n', { digits: 0 }),
  column('over seeds', 'mean'),
  column('over seeds', 'sd'),
  column('over seeds', '95 % t', { shows: 'interval' }),
  column('over seeds', '95 % bootstrap', { shows: 'interval' }),
];

const against = (baseline: string) => [
  column(`against ${baseline}`, 'pairs', { digits: 0 }),
  column(`against ${baseline}`, 'difference'),
  column(`against ${baseline}`, '95 % t', { shows: 'interval' }),
  column(`against ${baseline}`, '95 % bootstrap', { shows: 'interval' }),
  column(`against ${baseline}`, 'permutation p', { shows: 'p-value' }),
  column(`against ${baseline}`, 'Holm p', { shows: 'p-value' }),
  column(`against ${baseline}`, 'Wilcoxon p', { shows: 'p-value' }),
  column(`against ${baseline}`, 'd_z', { digits: 2 }),
];

/** What is written of each variant and score, and of its test where there is a baseline. */
export const statisticsColumns = (baseline: string | undefined): TableColumn[] => [
  ...overSeeds,
  ...(baseline === undefined ? [] : against(baseline)),
];
