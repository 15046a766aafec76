import type { Interval } from '@alignclip/core';
import { allGapMetrics, type GapChange, type GapReport } from '@alignclip/metrics';

const meaningOf = (name: string): string => allGapMetrics.find((metric) => metric.name === name)?.meaning ?? '';

type Measured = Pick<GapReport, 'scores' | 'intervals'>;

/** Before, after and their change, one line per metric; a value that one of them lacks is a dash, with its reason below. */
export function mappedLines({ before, after, change }: GapChange): string[] {
  const images = before.pairs / before.captionsPerImage;
  const names = [...new Set([...Object.keys(before.scores), ...Object.keys(after.scores)])];
  const width = Math.max(...names.map(({ length }) => length)) + 1;
  const columns = [before, after, change].map((one) => names.map((name) => cellOf(one, name)));
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
  const reasons = [['before', before] as const, ['after', after] as const].flatMap(([when, { undefinedScores }]) =>
    Object.entries(undefinedScores).map(([name, why]) => `${name.padEnd(width)}undefined ${when}: ${why}`),
  );
  const hasIntervals = [before, after, change].some(({ intervals }) => Object.keys(intervals).length > 0);
  return [
    `${images} images, width ${before.width} before and ${after.width} after; rows scaled to length 1`,
    `${''.padEnd(width)}${line(['   before', '    after', '   change'])}`.trimEnd(),
    ...names.map((name, i) =>
      `${name.padEnd(width)}${line(columns.map((cells) => cells[i]!))}  ${meaningOf(name)}`.trimEnd(),
    ),
    ...reasons,
    ...(before.pairwisePairs < images
      ? [`O(N²) metrics: computed on ${before.pairwisePairs} evenly spaced images.`]
      : []),
    ...(hasIntervals
      ? ['[ ]: 95 % bootstrap interval over images; that of a change is paired: before and after on the same samples.']
      : []),
  ];
}

/** "   0.1234 [0.1200, 0.1260]" */
function cellOf({ scores, intervals }: Measured, name: string): string {
  const [value, interval] = [scores[name], intervals[name]];
  if (value === undefined) return '–'.padStart(9);
  return value.toFixed(4).padStart(9) + (interval ? ` ${rangeText(interval)}` : '');
}

const rangeText = (interval: Interval): string => `[${interval.map((end) => end.toFixed(4)).join(', ')}]`;
