import { UserError } from '@alignclip/core';
import { gapReport, type GapReport } from '@alignclip/metrics';
import { type Command, Option } from 'commander';
import { captionsPerImage } from '../embeddings/captions-per-image';
import { gapLines } from '../embeddings/gap-lines';
import { gapOfModel, type ModelGapOptions } from '../embeddings/gap-of-model';
import { readEmbeddings } from '../embeddings/read-embeddings';
import { wholeNumber } from '../whole-number';
import { withData } from './run-options';

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
    .description('every gap metric, with intervals, of embeddings from any model, or of a checkpoint on your data')
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
