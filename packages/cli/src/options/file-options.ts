import { UserError, type FitRows } from '@alignclip/core';
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
export const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

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

/** The rows of two files, unit rows. Throws UserError where the widths differ. */
export async function readPair(imageFile: string, textFile: string, options: FileOptions): Promise<FitRows> {
  const image = await readEmbeddings(imageFile, options.imageTensor, 'image');
  const text = await readEmbeddings(textFile, options.textTensor, 'text');
  if (image.columns === text.columns) return { image, text };
  throw new UserError(`embeddings differ in width: ${image.columns} in ${imageFile}, ${text.columns} in ${textFile}`);
}

/** The k for which N image rows have k·N text rows. Throws UserError if there is none, or if it is not `wanted`. */
export function captionsPerImage(images: number, texts: number, wanted?: string): number {
  const k = wanted === undefined ? texts / images : wholeNumber('--captions-per-image', wanted, 1, 10_000);
  if (Number.isInteger(k) && k * images === texts) return k;
  const needed =
    wanted === undefined ? `${images} times the number of captions per image` : `${k} × ${images} = ${k * images}`;
  throw new UserError(
    `${images} image rows and ${texts} text rows do not match: the number of text rows must be ${needed}`,
  );
}
