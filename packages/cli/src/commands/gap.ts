import { UserError, warn } from '@alignclip/core';
import { noExperiment } from '@alignclip/experiment';
import {
  allGapMetrics,
  gapChange,
  gapMetrics,
  gapReport,
  type GapReport,
  type GapReportOptions,
} from '@alignclip/metrics';
import { type Command, Option } from 'commander';
import { gapOfModel, mappedReport, type MappedReport, type ModelGapOptions } from '../embeddings/embedded-pairs';
import { mappedLines } from '../embeddings/mapped-lines';
import { mapRows, mapsOfSpecs, refuseScoreMaps } from '../embeddings/mapped-files';
import {
  captionsPerImage,
  type FileOptions,
  fileOptionNames,
  flagOf,
  readPair,
  withFiles,
} from '../options/file-options';
import { mapSpecs, withMaps } from '../options/map-options';
import { withData } from '../options/model-options';
import { wholeNumber } from '../options/whole-number';
import { fitLine } from '../runs/lines';

interface GapOptions extends ModelGapOptions, FileOptions {
  readonly checkpoint?: string;
  readonly resamples: string;
  readonly maxPairwise: string;
  /** The earlier name of maxPairwise. */
  readonly mostPairwise?: string;
  readonly metrics: 'usual' | 'all';
  readonly json?: boolean;
}

const meaningOf = (name: string): string => allGapMetrics.find((metric) => metric.name === name)?.meaning ?? '';

export function gapCommand(program: Command): void {
  const command = withFiles(program.command('gap').argument('[checkpoint]', 'the same as --checkpoint'))
    .option(
      '--checkpoint <file>',
      'instead of embeddings: a checkpoint of open_clip or AlignCLIP, or a file written by import; needs --data',
    )
    .option('--split <name>', 'split of the data (default: test, or the only split)')
    .addOption(new Option('--captions <which>', 'captions per image').choices(['first', 'all']).default('first'))
    .option('--resamples <n>', 'bootstrap samples for the intervals; 0: no intervals', '1000')
    .option('--max-pairwise <n>', 'at most this many images for O(N²) metrics', '1000')
    .addOption(new Option('--most-pairwise <n>', 'its earlier name').hideHelp())
    .addOption(new Option('--metrics <which>', 'which metrics').choices(['usual', 'all']).default('usual'))
    .option('--json', 'print JSON');
  withMaps(withData(command)).action(gap);
}

/** Options that mean something for one source alone. */
const ofFiles = fileOptionNames.filter((name) => name !== 'image');
const ofModels = ['data', 'images', 'classColumns', 'split'] as const;

function sayIdle(options: GapOptions, source: 'image' | 'checkpoint'): void {
  for (const name of source === 'image' ? ofModels : ofFiles)
    if (options[name] !== undefined) warn(`note: ${flagOf(name)} has no effect with --${source}`);
}

async function gap(file: string | undefined, { checkpoint = file, ...options }: GapOptions): Promise<void> {
  const sampling = {
    resamples: wholeNumber('--resamples', options.resamples, 0, 100_000),
    mostPairwise: wholeNumber('--max-pairwise', options.mostPairwise ?? options.maxPairwise, 4, 20_000),
  };
  const chosen = { ...sampling, metrics: options.metrics === 'all' ? allGapMetrics : gapMetrics };
  const { image, text, data } = options;
  if (file !== undefined && checkpoint !== file)
    throw new UserError(`gap: two checkpoints given, ${file} and ${checkpoint}`);
  if ((checkpoint === undefined) === (image === undefined)) {
    throw new UserError('gap needs either --image and --text, or --checkpoint and --data');
  }
  sayIdle(options, checkpoint === undefined ? 'image' : 'checkpoint');
  const report =
    checkpoint === undefined ? await gapOfFiles(options, chosen) : await gapOfModel(checkpoint, options, chosen);
  const { map, fitImage, fitText } = options;
  const source = checkpoint === undefined ? { image, text, map, fitImage, fitText } : { checkpoint, data };
  if (options.json) console.log(JSON.stringify({ ...source, ...report }, null, 1));
  else for (const line of linesOf(report)) console.log(line);
}

const linesOf = ({ mapped, change, maps = [], ...before }: MappedReport): string[] =>
  mapped && change ? [...maps.map(fitLine), ...mappedLines({ before, after: mapped, change })] : gapLines(before);

async function gapOfFiles(
  { image: imageFile, text: textFile, ...options }: GapOptions,
  sampling: GapReportOptions,
): Promise<MappedReport> {
  if (imageFile === undefined || textFile === undefined) throw new UserError('gap needs --text together with --image');
  const rows = await readPair({ prefix: '--', image: imageFile, text: textFile }, options);
  const { image, text } = rows;
  const k = captionsPerImage(image.rows, text.rows, options.captionsPerImage);
  const chosen = { ...sampling, captionsPerImage: k };
  const { fitImage, fitText } = options;
  const specs = mapSpecs(noExperiment().registry, options);
  if (specs.length === 0 && fitImage === undefined && fitText === undefined) return gapReport(image, text, chosen);
  if (specs.length === 0 || fitImage === undefined || fitText === undefined)
    throw new UserError('gap of files needs --map, --fit-image and --fit-text together: a map is fitted on other rows');
  const maps = mapsOfSpecs(noExperiment().registry, specs);
  refuseScoreMaps(maps, 'gap');
  const fit = await readPair({ prefix: '--fit-', image: fitImage, text: fitText }, options);
  const mapped = mapRows(maps, fit, rows);
  return mappedReport(gapChange([image, text], [mapped.image, mapped.text], chosen));
}

/** The report for a terminal: one line per metric with its interval. */
function gapLines({
  scores,
  undefinedScores,
  intervals,
  pairs,
  captionsPerImage: k,
  pairwisePairs,
  width: columns,
}: GapReport): string[] {
  const width = Math.max(...[...Object.keys(scores), ...Object.keys(undefinedScores)].map(({ length }) => length)) + 1;
  const hasMore = !('centre-angle' in scores || 'centre-angle' in undefinedScores);
  const images = pairs / k;
  const several = `${k} captions per image (those of image i start at row ${k}·i)`;
  const format = (value: number) => value.toFixed(4).padStart(9);
  return [
    `${images} images, ${k === 1 ? '1 caption per image' : several}, width ${columns}; rows scaled to length 1`,
    ...Object.entries(scores).map(([name, value]) => {
      const interval = intervals[name];
      const range = interval ? ` [${format(interval[0])},${format(interval[1])}]` : '';
      return `${name.padEnd(width)}${format(value)}${range}  ${meaningOf(name)}`.trimEnd();
    }),
    ...Object.entries(undefinedScores).map(([name, reason]) => `${name.padEnd(width)}undefined: ${reason}`),
    ...(pairwisePairs < images ? [`O(N²) metrics: computed on ${pairwisePairs} evenly spaced images.`] : []),
    ...(hasMore ? [`${allGapMetrics.length - gapMetrics.length} more metrics with --metrics all.`] : []),
    ...(Object.keys(intervals).length > 0 ? ['[ ]: 95 % bootstrap interval over images.'] : []),
  ];
}
