import { UserError } from '@alignclip/core';
import { gapReport, type GapReport } from '@alignclip/metrics';
import { type Command, Option } from 'commander';
import { gapOfModel, type ModelGapOptions } from '../embeddings/embedded-pairs';
import { readEmbeddings } from '../embeddings/read-embeddings';
import { withData } from '../options/model-options';
import { wholeNumber } from '../options/whole-number';

interface GapOptions extends ModelGapOptions {
  readonly checkpoint?: string;
  readonly image?: string;
  readonly text?: string;
  readonly imageTensor?: string;
  readonly textTensor?: string;
  readonly captionsPerImage?: string;
  readonly resamples: string;
  readonly mostPairwise: string;
  readonly json?: boolean;
}

export function gapCommand(program: Command): void {
  const command = program
    .command('gap')
    .argument('[checkpoint]', 'the same as --checkpoint')
    .option('--image <file>', 'image embeddings [N, d]: .safetensors, .npy or .npz')
    .option(
      '--text <file>',
      'text embeddings [N, d]; with k captions an image [k·N, d], those of image i from row k·i on',
    )
    .option('--image-tensor <name>', 'the tensor in a file of several; "image" where it has one')
    .option('--text-tensor <name>', 'the same for texts; "text" where it has one')
    .option('--captions-per-image <k>', 'refuse other row counts than k·N; told from the row counts where left out')
    .option('--checkpoint <file>', 'instead of embeddings: a checkpoint of open_clip, AlignCLIP or import, with --data')
    .option('--split <name>', 'split of the data; test, or the only one, if left out')
    .addOption(new Option('--captions <which>', 'of each image').choices(['first', 'all']).default('first'))
    .option('--resamples <n>', 'bootstrap samples of the intervals, 0 for none', '1000')
    .option('--most-pairwise <n>', 'images that the metrics over all pairs of examples see', '1000')
    .option('--json', 'print JSON');
  withData(command).action(gap);
}

async function gap(file: string | undefined, { checkpoint = file, ...options }: GapOptions): Promise<void> {
  const sampling = {
    resamples: wholeNumber('--resamples', options.resamples, 0, 100_000),
    mostPairwise: wholeNumber('--most-pairwise', options.mostPairwise, 4, 20_000),
  };
  const { image, text, data } = options;
  if (file !== undefined && checkpoint !== file) throw new UserError(`gap: two checkpoints, ${file} and ${checkpoint}`);
  if ((checkpoint === undefined) === (image === undefined)) {
    throw new UserError('gap needs --image and --text with embeddings, or --checkpoint and --data');
  }
  const report =
    checkpoint === undefined ? await gapOfFiles(options, sampling) : await gapOfModel(checkpoint, options, sampling);
  const source = checkpoint === undefined ? { image, text } : { checkpoint, data };
  if (options.json) console.log(JSON.stringify({ ...source, ...report }, null, 1));
  else for (const line of gapLines(report)) console.log(line);
}

async function gapOfFiles(
  { image: imageFile, text: textFile, ...options }: GapOptions,
  sampling: { readonly resamples: number; readonly mostPairwise: number },
): Promise<GapReport> {
  if (imageFile === undefined || textFile === undefined) throw new UserError('gap needs --text beside --image');
  const image = await readEmbeddings(imageFile, options.imageTensor, 'image');
  const text = await readEmbeddings(textFile, options.textTensor, 'text');
  if (image.columns !== text.columns) {
    throw new UserError(`${imageFile} is ${image.columns} wide, ${textFile} ${text.columns}`);
  }
  const k = captionsPerImage(image.rows, text.rows, options.captionsPerImage);
  return gapReport(image, text, { ...sampling, captionsPerImage: k });
}

/** k where there are k·N text rows for N image rows. Throws UserError on other counts, or another k than `wanted`. */
export function captionsPerImage(images: number, texts: number, wanted?: string): number {
  const k = wanted === undefined ? texts / images : wholeNumber('--captions-per-image', wanted, 1, 10_000);
  if (Number.isInteger(k) && k * images === texts) return k;
  const needed =
    wanted === undefined
      ? `${images}, or ${images} times the captions of an image`
      : `${k} × ${images} = ${k * images}`;
  throw new UserError(`${images} image rows and ${texts} text rows don't pair up: text rows must be ${needed}`);
}

/** What a reader needs to know of a metric: which way a small gap lies, and its range. */
const meanings: Readonly<Record<string, string>> = {
  'alignment-score': 'mean cosine of a pair; 1: no gap',
  'pair-angle': 'mean angle of a pair, degrees',
  'centroid-distance': 'between the mean image and the mean text; 0 with bad pairs too',
  'pair-distance': 'mean distance of a pair (L2I), 0 to 2',
  'align-loss': 'mean squared distance of a pair, 0 to 4',
  rmg: 'distance of pairs relative to that inside the modalities, 0 to 1',
  'intra-cosine-image': 'mean cosine of two images: width of the cone',
  'intra-cosine-text': 'mean cosine of two texts',
  'uniformity-image': 'spread of the images; lower is wider',
  'uniformity-text': 'spread of the texts',
  'uniformity-union': 'spread of both together',
  'cross-uniformity': 'spread between images and texts of other pairs',
  'linear-separability': 'how well a plane tells images from texts; .5: not at all',
  'effective-rank-image': 'dimensions that the images use',
  'effective-rank-text': 'dimensions that the texts use',
  rsa: 'rank correlation of similarities inside both modalities',
};

/** The report for a terminal: one metric a line with its interval. */
export function gapLines({ scores, intervals, pairs, captionsPerImage: k, pairwisePairs, width }: GapReport): string[] {
  const images = pairs / k;
  const several = `${k} captions each (text rows are ${k} times the image rows; those of image i from row ${k}·i on)`;
  const format = (value: number) => value.toFixed(4).padStart(9);
  return [
    `${images} images, ${k === 1 ? 'a caption each' : several}, ${width} wide; rows scaled to length 1`,
    ...Object.entries(scores).map(([name, value]) => {
      const interval = intervals[name];
      const range = interval ? ` [${format(interval[0])},${format(interval[1])}]` : '';
      return `${name.padEnd(22)}${format(value)}${range}  ${meanings[name] ?? ''}`.trimEnd();
    }),
    ...(pairwisePairs < images
      ? [`The metrics over all pairs of examples saw ${pairwisePairs} images, evenly spaced.`]
      : []),
    ...(Object.keys(intervals).length > 0 ? ['[ ]: 95 % bootstrap interval over images.'] : []),
  ];
}
