import type { ClassSet } from '@alignclip/core';
import type { SplitReport } from './inspection';
import type { SameImages } from './inspection';
import type { SpreadSummary } from './inspection';

/** A split as a person reads it. */
export function splitLines(report: SplitReport): string[] {
  const { split, examples, damaged, damage, formats, bytes, width, height } = report;
  const lines = [`split ${split}: ${whole(examples)} examples${damaged > 0 ? `, ${whole(damaged)} damaged` : ''}`];
  lines.push(...damage.map(({ damaged: what, reason }) => `  damaged ${what}: ${reason}`));
  if (width !== undefined && height !== undefined) {
    const kinds = Object.entries(formats).map(([format, count]) => `${whole(count)} ${format}`);
    lines.push(`  images  ${kinds.join(', ')}; width ${spread(width)}; height ${spread(height)} pixels`);
  }
  if (bytes !== undefined) lines.push(`  files     ${size(bytes.sum)}; ${spread(bytes, size)}`);
  return [...lines, ...captionLines(report), ...classLines(report)];
}

function captionLines({ captionsPerExample: each, wordsPerCaption: words, differentCaptions }: SplitReport): string[] {
  if (each === undefined || words === undefined) return [];
  const count = `${whole(each.sum)}, ${whole(differentCaptions)} of them different`;
  return [`  captions  ${count}; ${spread(each)} an image; ${spread(words)} words`];
}

const classLines = ({ classes }: SplitReport): string[] =>
  Object.entries(classes).map(([set, counts]) => {
    const sorted = Object.entries(counts).sort(([, a], [, b]) => a - b);
    const [least, most] = [sorted[0]!, sorted.at(-1)!].map(([name, count]) => `${whole(count)} of "${name}"`);
    return `  ${set.padEnd(9)} ${sorted.length} classes, from ${least} to ${most}`;
  });

export function sameLines({ within, across, first }: SameImages): string[] {
  const lines = [
    ...Object.entries(within).map(([split, count]) => `same images within ${split}: ${whole(count)}`),
    ...Object.entries(across).map(
      ([splits, count]) => `same images in ${splits}: ${whole(count)} (a test on them is no test)`,
    ),
  ];
  if (lines.length === 0) return ['no two images are the same, byte by byte'];
  return [...lines, ...first.map(([a, b]) => `  ${a} = ${b}`)];
}

export const classSetLines = (sets: readonly ClassSet[]): string[] =>
  sets.map(
    ({ name, classes, templates }) => `class set ${name}: ${classes.length} classes, ${templates.length} templates`,
  );

/** "64 to 500, median 375" or, where all are one, "64". */
function spread({ least, median, mean, most }: SpreadSummary, show: (value: number) => string = number): string {
  return least === most ? show(least) : `${show(least)} to ${show(most)}, median ${show(median)}, mean ${show(mean)}`;
}

const number = (value: number): string => (Number.isInteger(value) ? whole(value) : value.toFixed(1));
const whole = (value: number): string => value.toLocaleString('en-US');

export function size(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const unit = bytes < 1e6 ? 'kB' : bytes < 1e9 ? 'MB' : 'GB';
  return `${(bytes / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit]).toFixed(1)} ${unit}`;
}
