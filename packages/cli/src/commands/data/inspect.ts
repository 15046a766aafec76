import { sizeText, type ClassSet } from '@alignclip/core';
import type { Command } from 'commander';
import { ImageIndex, type SameImages } from '../../data/image-index';
import { inspectSplit, type SplitReport, type SpreadSummary } from '../../data/inspection';
import { chosenSplits, openData, withDataset, type DataOptions } from '../../data/open-data';

export function dataInspectCommand(data: Command): void {
  withDataset(data.command('inspect'))
    .description('count examples, sizes, captions, classes and duplicate images')
    .option('--json', 'print JSON')
    .action(inspect);
}

async function inspect(
  reference: string,
  files: string[],
  options: DataOptions & { readonly json?: boolean },
): Promise<void> {
  const dataset = await openData(reference, files, options);
  const index = new ImageIndex();
  const reports: SplitReport[] = [];
  if (!options.json) for (const line of classSetLines(dataset.classSets)) console.log(line);
  for (const split of chosenSplits(dataset, options.split)) {
    const report = await inspectSplit(dataset, split, index);
    reports.push(report);
    if (!options.json) for (const line of splitLines(report)) console.log(line);
  }
  if (options.json) console.log(JSON.stringify({ name: dataset.name, splits: reports, same: index.report }, null, 1));
  else for (const line of sameLines(index.report)) console.log(line);
}

/** The report of a split for a terminal. */
function splitLines(report: SplitReport): string[] {
  const { split, examples, damaged, damage, formats, bytes, width, height } = report;
  const lines = [`split ${split}: ${whole(examples)} examples${damaged > 0 ? `, ${whole(damaged)} corrupt` : ''}`];
  lines.push(...damage.map(({ damaged: what, reason }) => `  corrupt ${what}: ${reason}`));
  if (width !== undefined && height !== undefined) {
    const kinds = Object.entries(formats).map(([format, count]) => `${whole(count)} ${format}`);
    lines.push(`  images  ${kinds.join(', ')}; width ${spread(width)}; height ${spread(height)} pixels`);
  }
  if (bytes !== undefined) lines.push(`  files     ${sizeText(bytes.sum)}; ${spread(bytes, sizeText)}`);
  return [...lines, ...captionLines(report), ...classLines(report)];
}

function captionLines({ captionsPerExample: each, wordsPerCaption: words, differentCaptions }: SplitReport): string[] {
  if (each === undefined || words === undefined) return [];
  const count = `${whole(each.sum)}, ${whole(differentCaptions)} distinct`;
  return [`  captions  ${count}; ${spread(each)} per image; ${spread(words)} words`];
}

const classLines = ({ classes }: SplitReport): string[] =>
  Object.entries(classes).map(([set, counts]) => {
    const sorted = Object.entries(counts).sort(([, a], [, b]) => a - b);
    const [min, max] = [sorted[0]!, sorted.at(-1)!].map(([name, count]) => `${whole(count)} of "${name}"`);
    return `  ${set.padEnd(9)} ${sorted.length} classes, from ${min} to ${max}`;
  });

function sameLines({ within, across, first }: SameImages): string[] {
  const lines = [
    ...Object.entries(within).map(([split, count]) => `duplicate images within ${split}: ${whole(count)}`),
    ...Object.entries(across).map(
      ([splits, count]) => `duplicate images in ${splits}: ${whole(count)} (they leak into the test)`,
    ),
  ];
  if (lines.length === 0) return ['no duplicate images (byte by byte)'];
  return [...lines, ...first.map(([a, b]) => `  ${a} = ${b}`)];
}

const classSetLines = (sets: readonly ClassSet[]): string[] =>
  sets.map(
    ({ name, classes, templates }) => `class set ${name}: ${classes.length} classes, ${templates.length} templates`,
  );

/** "64 to 500, median 375, mean 371.2", or "64" if all are equal. */
function spread({ least, median, mean, most }: SpreadSummary, show: (value: number) => string = number): string {
  return least === most ? show(least) : `${show(least)} to ${show(most)}, median ${show(median)}, mean ${show(mean)}`;
}

const number = (value: number): string => (Number.isInteger(value) ? whole(value) : value.toFixed(1));
const whole = (value: number): string => value.toLocaleString('en-US');
