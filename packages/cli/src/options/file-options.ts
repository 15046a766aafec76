import { counted, UserError, warn, type FitRows, type Matrix } from '@alignclip/core';
import { kebabCase } from '@alignclip/experiment';
import type { Command } from 'commander';
import { readEmbeddings } from '../embeddings/read-embeddings';
import { wholeNumber } from './whole-number';

/** Embeddings in files, in place of a model. */
export interface FileOptions {
  readonly image?: string;
  readonly text?: string;
  readonly imageTensor?: string;
  readonly textTensor?: string;
  readonly captionsPerImage?: string;
  readonly fitImage?: string;
  readonly fitText?: string;
}

/** Their names. */
export const fileOptionNames = [
  'image',
  'text',
  'imageTensor',
  'textTensor',
  'captionsPerImage',
  'fitImage',
  'fitText',
] as const satisfies readonly (keyof FileOptions)[];

/** "--fit-image" */
export const flagOf = (name: string): string => `--${kebabCase(name)}`;

/** The options that name files of embeddings. */
export const withFiles = (command: Command): Command =>
  command
    .option('--image <file>', 'image embeddings [N, d]: .safetensors, .npy, .npz or .pt (torch.save)')
    .option(
      '--text <file>',
      'text embeddings [N, d], or [k·N, d] for k captions per image (those of image i start at row k·i)',
    )
    .option('--image-tensor <name>', 'name of the tensor, if the file has several (default: "image")')
    .option('--text-tensor <name>', 'the same for the text file (default: "text")')
    .option('--captions-per-image <k>', 'captions per image (default: inferred from the row counts)')
    .option('--fit-image <file>', 'image embeddings of other examples, to fit on, if --image is a file')
    .option('--fit-text <file>', 'the same for text embeddings');

/** The names of two files, and of the options that name them: `--image`, or `--fit-image`. */
export interface PairFiles {
  readonly image: string;
  readonly text: string;
  readonly prefix: '--' | '--fit-';
}

/** A map of fewer rows would be of one example. */
const fewestToFit = 2;

/**
 * The rows of two files, unit rows. Throws UserError where the widths differ, and where there are too few rows to fit on, or
 * the same ones for both modalities. A note says that of rows that are scored.
 */
export async function readPair({ prefix, ...files }: PairFiles, options: FileOptions): Promise<FitRows> {
  const image = await readEmbeddings(files.image, options.imageTensor, 'image');
  const text = await readEmbeddings(files.text, options.textTensor, 'text');
  if (image.columns !== text.columns)
    throw new UserError(
      `embeddings differ in width: ${image.columns} in ${files.image}, ${text.columns} in ${files.text}`,
    );
  const isFit = prefix === '--fit-';
  for (const [modality, { rows }] of [['image', image] as const, ['text', text] as const])
    if (isFit && rows < fewestToFit)
      throw new UserError(
        `${files[modality]}: ${counted(rows, 'row')}; --fit-${modality} needs at least ${fewestToFit}`,
      );
  if (areSame(image, text)) {
    const both = `${prefix}image and ${prefix}text hold the same rows (${files.image}, ${files.text})`;
    if (isFit) throw new UserError(`${both}; give the images and the texts of other examples`);
    warn(`note: ${both}: there is no gap between them`);
  }
  return { image, text };
}

const areSame = (a: Matrix, b: Matrix): boolean =>
  a.values.length === b.values.length && a.values.every((value, at) => value === b.values[at]);

/** The k for which N image rows have k·N text rows. Throws UserError if there is none, or if it is not `wanted`. */
export function captionsPerImage(images: number, texts: number, wanted?: string): number {
  const k = wanted === undefined ? texts / images : wholeNumber('--captions-per-image', wanted, 1, 10_000);
  if (Number.isInteger(k) && k * images === texts) return k;
  const swapped = images > texts && images % texts === 0 ? '; are the files of images and texts swapped?' : '';
  const needed =
    wanted === undefined ? `${images} times the number of captions per image` : `${k} × ${images} = ${k * images}`;
  throw new UserError(
    `${images} image rows and ${texts} text rows do not match: the number of text rows must be ${needed}${swapped}`,
  );
}
