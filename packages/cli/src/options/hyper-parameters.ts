import type { HyperParameters } from '@alignclip/experiment';
import { type Command, Option } from 'commander';
import { positiveNumber, wholeNumber } from './whole-number';

export interface HyperParameterOptions extends Pick<
  HyperParameters,
  'imagePooling' | 'textPooling' | 'textActivation' | 'pixels' | 'classMask'
> {
  readonly imageHeads?: string;
  readonly textHeads?: string;
  readonly activation?: HyperParameters['activation'];
  readonly imageEpsilon?: string;
  readonly textEpsilon?: string;
  readonly causal?: 'true' | 'false';
  readonly imageSize?: string;
  readonly poolingHeads?: string;
  readonly weights?: string;
}

const activations = ['gelu', 'quick-gelu', 'gelu-tanh'];
const choice = (flags: string, description: string, choices: readonly string[]): Option =>
  new Option(flags, description).choices(choices);

/** Options for hyper-parameters that can't be read from the weights. */
export const withHyperParameters = (command: Command): Command =>
  command
    .option('--image-heads <n>', 'attention heads of the image tower (default: from the file, else width / 64)')
    .option('--text-heads <n>', 'attention heads of the text tower (same default)')
    .addOption(
      choice(
        '--activation <name>',
        "activation function (default: from the file, else gelu); OpenAI's weights need quick-gelu",
        activations,
      ),
    )
    .addOption(choice('--text-activation <name>', 'that of the text tower, if it has another', activations))
    .option('--image-epsilon <x>', "ε of the image tower's LayerNorm (default: from the file, else as open_clip's)")
    .option('--text-epsilon <x>', "ε of the text tower's LayerNorm (same default)")
    .addOption(
      choice('--image-pooling <name>', 'tokens that an image tower with a class token pools', ['class-token', 'mean']),
    )
    .addOption(choice('--text-pooling <name>', 'token that the text tower pools', ['end', 'last', 'mean']))
    .addOption(choice('--causal <bool>', 'whether a text token sees earlier ones only', ['true', 'false']))
    .addOption(
      choice('--class-mask <name>', 'what the class token of a CoCa sees (default: legacy, as published)', [
        'text',
        'legacy',
      ]),
    )
    .option('--pooling-heads <n>', 'attention heads of the pooling of a CoCa (default: from the file, else 8)')
    .option('--image-size <px>', 'edge of the input image of a ConvNeXt (default: from the file, else 224)')
    .addOption(choice('--pixels <name>', 'pixel values that the image tower expects', ['clip', 'half']))
    .addOption(weightsOption());

/** Which weights of a checkpoint that has several. */
export const weightsOption = (): Option =>
  new Option(
    '--weights <name>',
    'which weights of a checkpoint that has several: ema, or the name of others (default: the trained ones)',
  );

export function givenHyperParameters(options: HyperParameterOptions): Partial<HyperParameters> {
  const { imageHeads, textHeads, activation, textActivation, imagePooling, textPooling } = options;
  const { imageEpsilon, textEpsilon, causal, imageSize, pixels } = options;
  return {
    ...(imageHeads !== undefined && { imageHeads: wholeNumber('--image-heads', imageHeads, 1, 4096) }),
    ...(textHeads !== undefined && { textHeads: wholeNumber('--text-heads', textHeads, 1, 4096) }),
    ...(activation !== undefined && { activation }),
    ...(textActivation !== undefined && { textActivation }),
    ...(imageEpsilon !== undefined && { imageEpsilon: positiveNumber('--image-epsilon', imageEpsilon, 1) }),
    ...(textEpsilon !== undefined && { textEpsilon: positiveNumber('--text-epsilon', textEpsilon, 1) }),
    ...(imagePooling !== undefined && { imagePooling }),
    ...(textPooling !== undefined && { textPooling }),
    ...(causal !== undefined && { causal: causal === 'true' }),
    ...(pixels !== undefined && { pixels }),
    ...givenOfCoca(options),
    ...(imageSize !== undefined && { imageSize: wholeNumber('--image-size', imageSize, 1, 65_536) }),
  };
}

const givenOfCoca = ({ classMask, poolingHeads }: HyperParameterOptions): Partial<HyperParameters> => ({
  ...(classMask !== undefined && { classMask }),
  ...(poolingHeads !== undefined && { poolingHeads: wholeNumber('--pooling-heads', poolingHeads, 1, 4096) }),
});

/** "12 and 8 heads, gelu" */
export function hyperParametersLine(told: HyperParameters): string {
  const { imageHeads, textHeads, activation, textActivation = activation, imageEpsilon, textEpsilon } = told;
  const { poolingHeads, classMask } = told;
  const activations = textActivation === activation ? activation : `${activation} and ${textActivation}`;
  const epsilons = [imageEpsilon, textEpsilon].some((one) => one !== undefined)
    ? `, ε ${imageEpsilon ?? 1e-5} and ${textEpsilon ?? 1e-5}`
    : '';
  const pooling = poolingHeads === undefined ? '' : `, ${poolingHeads} heads of the pooling`;
  const mask = classMask === undefined ? '' : `, class mask ${classMask}`;
  return `${imageHeads} and ${textHeads} heads, ${activations}${epsilons}${pooling}${mask} (not part of the weights: change with --image-heads, --text-heads, --activation)`;
}
