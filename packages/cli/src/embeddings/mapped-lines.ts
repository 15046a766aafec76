import { allGapMetrics, type GapReport } from '@alignclip/metrics';

const meaningOf = (name: string): string => allGapMetrics.find((metric) => metric.name === name)?.meaning ?? '';

/** Before and after, one line per metric; a value that one of them lacks is a dash, with its reason below. */
export function mappedLines(before: GapReport, after: GapReport): string[] {
  const names = [...new Set([...Object.keys(before.scores), ...Object.keys(after.scores)])];
  const width = Math.max(...names.map(({ length }) => length)) + 1;
  const value = ({ scores }: GapReport, name: string) => (scores[name]?.toFixed(4) ?? '–').padStart(9);
  const reasons = [['before', before] as const, ['after', after] as const].flatMap(([when, { undefinedScores }]) =>
    Object.entries(undefinedScores).map(([name, why]) => `${name.padEnd(width)}undefined ${when}: ${why}`),
  );
  return [
    `${before.pairs / before.captionsPerImage} images, width ${before.width} before and ${after.width} after; rows scaled to length 1`,
    `${''.padEnd(width)}${'before'.padStart(9)} ${'after'.padStart(9)}`,
    ...names.map((name) =>
      `${name.padEnd(width)}${value(before, name)} ${value(after, name)}  ${meaningOf(name)}`.trimEnd(),
    ),
    ...reasons,
  ];
}
