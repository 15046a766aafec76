import type { HyperParameters } from '@alignclip/experiment';
import { type Command, Option } from 'commander';
import { wholeNumber } from './whole-number';

export interface HyperParameterOptions {
  readonly imageHeads?: string;
  readonly textHeads?: string;
  readonly activation?: HyperParameters['activation'];
  readonly weights?: string;
}

/** Options for hyper-parameters that can't be read from the weights. */
export const withHyperParameters = (command: Command): Command =>
  command
    .option('--image-heads <n>', 'attention heads of the image tower (default: from the file, else width / 64)')
    .option('--text-heads <n>', 'attention heads of the text tower (same default)')
    .addOption(
      new Option(
        '--activation <name>',
        "activation function (default: from the file, else gelu); OpenAI's weights need quick-gelu",
      ).choices(['gelu', 'quick-gelu']),
    )
    .addOption(weightsOption());

/** Which weights of a checkpoint that has several. */
export const weightsOption = (): Option =>
  new Option(
    '--weights <name>',
    'which weights of a checkpoint that has several: ema, or the name of others (default: the trained ones)',
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
  `${imageHeads} and ${textHeads} heads, ${activation} (not part of the weights: change with --image-heads, --text-heads, --activation)`;
