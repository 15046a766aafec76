import { join } from 'node:path';
import { fileHash, tf } from '@alignclip/backend';
import { contentHash, UserError, type Tokenizer, type Variable } from '@alignclip/core';
import type { Initialiser, Scope } from '@alignclip/nn';
import {
  maxTokensOf,
  modelHash,
  ModelWeights,
  publishedConfigs,
  readModelConfig,
  sentenceEncoderFolder,
  type MakeWeight,
  type ModelConfig,
} from '@alignclip/nn/sentence-encoder';
import { checkEndToken } from './end-tokens';

export interface SentenceModelOptions {
  readonly model: string;
  readonly pretrained: boolean;
  readonly freeze: 'none' | 'all' | number;
  readonly width?: number | undefined;
  readonly layers?: number | undefined;
  readonly heads?: number | undefined;
  readonly mlpRatio?: number | undefined;
  readonly normEpsilon?: number | undefined;
  readonly padding?: number | undefined;
}

/** What a tower of a sentence encoder is made of. */
interface SentenceModel {
  readonly config: ModelConfig;
  /** The row of the model's token table for each id of the tokenizer. */
  readonly tokens: readonly number[];
  /** Of the model's files where pretrained, of its sizes otherwise. */
  readonly hash: string;
  /** Reads the weights to start with. Throws UserError where the files aren't those of `hash`. */
  readonly readWeights?: () => Promise<ModelWeights>;
}

type TextIds = Pick<
  Tokenizer,
  'contextLength' | 'vocabularySize' | 'fileIds' | 'fingerprint' | 'padsContext' | 'padding'
>;

/** Throws UserError where files are missing, sizes don't fit, or the tokenizer is not that of the pretrained model. */
export async function sentenceModel(options: SentenceModelOptions, tokenizer: TextIds): Promise<SentenceModel> {
  const made = await (options.pretrained ? pretrained(options, tokenizer) : fromScratch(options, tokenizer));
  const { freeze } = options;
  const layers = made.config.num_hidden_layers;
  if (typeof freeze === 'number' && freeze > layers)
    throw new UserError(`option "freeze" = ${freeze}: the model has ${layers} blocks; 'all' freezes them, too`);
  return made;
}

async function pretrained(options: SentenceModelOptions, tokenizer: TextIds): Promise<SentenceModel> {
  const { model } = options;
  for (const name of ['width', 'layers', 'heads', 'mlpRatio', 'normEpsilon', 'padding'] as const)
    if (options[name] !== undefined)
      throw new UserError(
        `option "${name}" = ${options[name]}: the model's own with "pretrained"; set pretrained: false`,
      );
  const folder = sentenceEncoderFolder(model);
  const config = await readModelConfig(folder);
  const hash = await modelHash(model);
  const own = await fileHash(join(folder, 'tokenizer.json'));
  const { fileIds: tokens, contextLength } = tokenizer;
  if (tokens === undefined || (await tokenizer.fingerprint?.()) !== own) {
    const option = model === 'all-MiniLM-L6-v2' ? '' : `{ model: '${model}' }`;
    throw new UserError(
      `the pretrained model "${model}" needs its own token ids, which the run's tokenizer doesn't give; ` +
        `set tokenizer: wordpieceTokenizer(${option}), or pretrained: false`,
    );
  }
  if (contextLength > maxTokensOf(config))
    throw new UserError(
      `tokenizer.contextLength = ${contextLength}: the model "${model}" has positions for ${maxTokensOf(config)} tokens`,
    );
  return { config, tokens, hash, readWeights: () => readWeights(model, folder, hash) };
}

async function readWeights(model: string, folder: string, hash: string): Promise<ModelWeights> {
  const weights = await ModelWeights.read(join(folder, 'model.safetensors'));
  if ((await modelHash(model, 'always')) === hash) return weights;
  throw new UserError(`model "${model}": its files have changed since the start, or are corrupt; run it again`);
}

async function fromScratch(options: SentenceModelOptions, tokenizer: TextIds): Promise<SentenceModel> {
  checkPadding(options, tokenizer);
  const { model } = options;
  const published = publishedConfigs[model];
  const base = published ?? (await readModelConfig(sentenceEncoderFolder(model)));
  const width = options.width ?? base.hidden_size;
  const headWidth = base.hidden_size / base.num_attention_heads;
  const heads = options.heads ?? Math.max(1, Math.floor(width / headWidth));
  if (width % heads !== 0) throw new UserError(`option "heads" = ${heads} does not divide "width" = ${width}`);
  const ratio = options.mlpRatio ?? base.intermediate_size / base.hidden_size;
  const config: ModelConfig = {
    ...base,
    hidden_size: width,
    num_attention_heads: heads,
    num_hidden_layers: options.layers ?? base.num_hidden_layers,
    intermediate_size: Math.max(1, Math.floor(width * ratio)),
    layer_norm_eps: options.normEpsilon ?? base.layer_norm_eps,
  };
  const tokens = Array.from({ length: tokenizer.vocabularySize }, (_, id) => id);
  const { padding } = options;
  return { config, tokens, hash: contentHash(padding === undefined ? config : { config, padding }) };
}

/** Throws UserError where the tower could not tell a text from its padding. */
function checkPadding({ padding }: SentenceModelOptions, tokenizer: TextIds): void {
  if (padding === undefined) return checkEndToken(tokenizer, 'sentenceTransformer()');
  if (tokenizer.padsContext !== true)
    throw new UserError(
      `option "padding" = ${padding}: the run's tokenizer pads no text to the context; use tokenizerJson({ padTo: "context" }), or leave "padding" out`,
    );
  if (tokenizer.padding !== padding)
    throw new UserError(`option "padding" = ${padding}: the run's tokenizer pads with the id ${tokenizer.padding}`);
}

/**
 * Makes each weight as a parameter in the scope and shows it to `seen`. Pretrained values count wherever the parameter
 * is shared, also where the other tower made it first.
 */
export const madeIn =
  (scope: Scope, weights: ModelWeights | undefined, seen: (path: string, variable: Variable) => void): MakeWeight =>
  (path, shape, { pretrained, initialise }) => {
    const made = { isNew: false };
    const first: Initialiser = (...given) => {
      made.isNew = true;
      return weights ? pretrained(weights) : initialise(...given);
    };
    const variable = scope.parameter(path, shape, first);
    if (weights && !made.isNew) tf.tidy(() => variable.assign(tf.tensor(pretrained(weights), [...shape])));
    seen(path, variable);
    return variable as Variable<tf.Rank.R2>;
  };
