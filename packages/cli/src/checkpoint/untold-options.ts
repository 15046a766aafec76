import type { Untold } from '@alignclip/experiment';
import { type Command, Option } from 'commander';
import { wholeNumber } from '../whole-number';

export interface UntoldOptions {
  readonly imageHeads?: string;
  readonly textHeads?: string;
  readonly activation?: Untold['activation'];
}

/** Options for what no weight tells. */
export const withUntold = (command: Command): Command =>
  command
    .option('--image-heads <n>', "attention heads of the image tower; else the file's word or 64 of width a head")
    .option('--text-heads <n>', 'the same for the text tower')
    .addOption(
      new Option('--activation <name>', "gelu where the file doesn't tell; OpenAI's weights need quick-gelu").choices([
        'gelu',
        'quick-gelu',
      ]),
    );

export function untoldWish({ imageHeads, textHeads, activation }: UntoldOptions): Partial<Untold> {
  return {
    ...(imageHeads !== undefined && { imageHeads: wholeNumber('--image-heads', imageHeads, 1, 4096) }),
    ...(textHeads !== undefined && { textHeads: wholeNumber('--text-heads', textHeads, 1, 4096) }),
    ...(activation !== undefined && { activation }),
  };
}

/** "12 and 8 heads, gelu" */
export const untoldLine = ({ imageHeads, textHeads, activation }: Untold): string =>
  `${imageHeads} and ${textHeads} heads, ${activation} (no weight tells them; --image-heads, --text-heads, --activation)`;
