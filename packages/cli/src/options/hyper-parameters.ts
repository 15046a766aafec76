import type { HyperParameters } from '@alignclip/experiment';
import { type Command, Option } from 'commander';
import { wholeNumber } from './whole-number';

export interface HyperParameterOptions {
  readonly imageHeads?: string;
  readonly textHeads?: string;
  readonly activation?: HyperParameters['activation'];
}

/** Options for what no weight tells. */
export const withHyperParameters = (command: Command): Command =>
  command
    .option('--image-heads <n>', "attention heads of the image tower; else the file's word or 64 of width a head")
    .option('--text-heads <n>', 'the same for the text tower')
    .addOption(
      new Option('--activation <name>', "gelu where the file doesn't tell; OpenAI's weights need quick-gelu").choices([
        'gelu',
        'quick-gelu',
      ]),
    );

export function givenHyperParameters({
  imageHeads,
  textHeads,
  activation,
}: HyperParameterOptions): Partial<HyperParameters> {
  return {
    ...(imageHeads !== undefined && { imageHeads: wholeNumber('--image-heads', imageHeads, 1, 4096) }),
    ...(textHeads !== undefined && { textHeads: wholeNumber('--text-heads', textHeads, 1, 4096) }),
    ...(activation !== undefined && { activation }),
  };
}

/** "12 and 8 heads, gelu" */
export const hyperParametersLine = ({ imageHeads, textHeads, activation }: HyperParameters): string =>
  `${imageHeads} and ${textHeads} heads, ${activation} (no weight tells them; --image-heads, --text-heads, --activation)`;
