import { UserError } from '@alignclip/core';
import { gapReport } from '@alignclip/metrics';
import type { Command } from 'commander';
import { captionsPerImage } from '../embeddings/captions-per-image';
import { gapLines } from '../embeddings/gap-lines';
import { readEmbeddings } from '../embeddings/read-embeddings';
import { wholeNumber } from '../whole-number';

interface GapOptions {
  readonly image: string;
  readonly text: string;
  readonly imageTensor?: string;
  readonly textTensor?: string;
  readonly captionsPerImage?: string;
  readonly resamples: string;
  readonly mostPairwise: string;
  readonly json?: boolean;
}

export function gapCommand(program: Command): void {
  program
    .command('gap')
    .description('every gap metric, with intervals, of embeddings from any model: .safetensors, .npy or .npz')
    .requiredOption('--image <file>', 'image embeddings [N, d]')
    .requiredOption(
      '--text <file>',
      'text embeddings [N, d]; with k captions an image [k·N, d], those of image i from row k·i on',
    )
    .option('--image-tensor <name>', 'the tensor in a file of several; "image" where it has one')
    .option('--text-tensor <name>', 'the same for texts; "text" where it has one')
    .option('--captions-per-image <k>', 'refuse other row counts than k·N; told from the row counts where left out')
    .option('--resamples <n>', 'bootstrap samples of the intervals, 0 for none', '1000')
    .option('--most-pairwise <n>', 'images that the metrics over all pairs of examples see', '1000')
    .option('--json', 'print JSON')
    .action(gap);
}

async function gap(options: GapOptions): Promise<void> {
  const image = await readEmbeddings(options.image, options.imageTensor, 'image');
  const text = await readEmbeddings(options.text, options.textTensor, 'text');
  if (image.columns !== text.columns) {
    throw new UserError(`${options.image} is ${image.columns} wide, ${options.text} ${text.columns}`);
  }
  const report = gapReport(image, text, {
    captionsPerImage: captionsPerImage(image.rows, text.rows, options.captionsPerImage),
    resamples: wholeNumber('--resamples', options.resamples, 0, 100_000),
    mostPairwise: wholeNumber('--most-pairwise', options.mostPairwise, 4, 20_000),
  });
  if (options.json) console.log(JSON.stringify({ image: options.image, text: options.text, ...report }, null, 1));
  else for (const line of gapLines(report)) console.log(line);
}
