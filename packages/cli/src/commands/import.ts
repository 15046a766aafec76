import {
  guessWarning,
  type ModelConfig,
  modelConfig,
  modelTokenizer,
  type ModelFile,
  readModelFile,
  hyperParameterMetadata,
} from '@alignclip/experiment';
import { counted, type JsonObject, UserError, warn } from '@alignclip/core';
import {
  convnext,
  modifiedResnet,
  sentenceTransformer,
  textTransformer,
  tokenizerJson,
  visionTransformer,
} from '@alignclip/encoders';
import { writeChecked } from '@alignclip/formats';
import type { Command } from 'commander';
import { countLine, hubLine, modelLines } from '../checkpoint/summary';
import {
  hyperParametersLine,
  type HyperParameterOptions,
  givenHyperParameters,
  withHyperParameters,
} from '../options/hyper-parameters';
import { tokenizerOption } from '../options/model-options';

const checkpointHelp =
  '.pt, .pth, .bin or .safetensors of open_clip, AlignCLIP or Hugging Face, the index of several files, or their folder';

interface ImportOptions extends HyperParameterOptions {
  readonly tokenizer?: string;
  readonly out: string;
}

export function importCommand(program: Command): void {
  withHyperParameters(program.command('import').argument('<checkpoint>', checkpointHelp))
    .requiredOption('--out <file>', 'the safetensors file to write')
    .addOption(tokenizerOption())
    .action(importCheckpoint);
}

async function importCheckpoint(checkpoint: string, { out, tokenizer, ...options }: ImportOptions): Promise<void> {
  const file = await readModelFile(checkpoint, givenHyperParameters(options), options.weights);
  const ids = await modelTokenizer(file, tokenizer).catch(withoutTokenizer(tokenizer));
  const config = modelConfig(file.form, file.hyperParameters, ids);
  await writeChecked(out, file.parameters, hyperParameterMetadata(file.hyperParameters));
  if (file.hyperParametersFrom === undefined) process.stderr.write(`${guessWarning(file)}\n`);
  for (const line of importLines(file, ids === undefined ? withoutIds(config) : config, out)) console.log(line);
}

/** Weights can be imported without ids; a wrong file that was named can't. */
const withoutTokenizer = (given: string | undefined) => (error: unknown) => {
  if (given !== undefined || !(error instanceof UserError)) throw error;
  warn(`warning: ${error.message}`);
  return undefined;
};

/** CLIP's tokenizer, which a config has by default, has other ids than the model. */
const withoutIds = ({ tokenizer: _, ...config }: ModelConfig): Partial<ModelConfig> => config;

/** What becomes of the bias of SigLIP's loss, which no tower has. */
const biasLine = (bias: number): string =>
  `logit_bias is ${Number(bias.toPrecision(6))}: it belongs to the loss; sigmoid({ initialBias: ${Number(bias.toPrecision(6))} }) starts with it`;

function importLines(
  { path, form, hub, taken, logitBias, parameters, unused, hyperParameters, hyperParametersFrom: from }: ModelFile,
  config: Partial<ModelConfig>,
  out: string,
): string[] {
  return [
    ...modelLines(form),
    ...(hub !== undefined ? [hubLine(hub)] : []),
    ...(taken !== undefined ? [taken] : []),
    hyperParametersLine(hyperParameters),
    ...(from !== undefined && from !== path ? [`heads and activation from ${from}`] : []),
    ...unusedLines(unused),
    ...(logitBias !== undefined ? [biasLine(logitBias)] : []),
    `${countLine([...parameters.values()].map(({ data }) => data.length))}: ${out}`,
    'In an experiment:',
    ...Object.entries(config).map(([slot, spec]) => `  ${slot}: ${call(spec.type, spec.options)},`),
    ...(config.tokenizer === undefined ? ['  tokenizer: its own, which --tokenizer <tokenizer.json> writes here'] : []),
    `  trainer: trainer({ from: ${JSON.stringify(out)} }),`,
  ];
}

/** What of the file no embedding depends on: a text decoder as a whole, other parameters by name. */
function unusedLines(unused: readonly string[]): string[] {
  const decoder = unused.filter((name) => name.startsWith('text_decoder.'));
  const names = [
    ...(decoder.length > 0 ? [`the text decoder (text_decoder.*, ${counted(decoder.length, 'parameter')})`] : []),
    ...unused.filter((name) => !decoder.includes(name)),
  ];
  return names.length > 0 ? [`not imported, because no embedding depends on it: ${names.join(', ')}`] : [];
}

/** Options that are written even where they have their default. */
const always: ReadonlySet<string> = new Set([
  'imageSize',
  'patchSize',
  'width',
  'layers',
  'heads',
  'mlpRatio',
  'embeddingWidth',
  'activation',
  'contextLength',
  'vocabulary',
]);

/** The options that components have where nothing is said. */
const defaults: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  [
    visionTransformer(),
    convnext(),
    modifiedResnet(),
    textTransformer(),
    sentenceTransformer(),
    tokenizerJson({ path: '-' }),
  ].map(({ type, options }) => [type, options]),
);

/** A component as an experiment file writes it. */
function call(type: string, options: Readonly<Record<string, unknown>>): string {
  const name = type.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const own = defaults[type];
  const isUsual = (key: string, value: unknown) =>
    own === undefined || JSON.stringify(own[key]) === JSON.stringify(value);
  const written = Object.entries(options).filter(([key, value]) => always.has(key) || !isUsual(key, value));
  const listed = written.map(([key, value]) => `${key}: ${literal(value)}`);
  return listed.length > 0 ? `${name}({ ${listed.join(', ')} })` : `${name}()`;
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
