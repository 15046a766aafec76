import { embeddingLookup, normalizeRows, tf } from '@alignclip/backend';
import {
  defineComponent,
  SharingStrategy,
  TextEncoder,
  Tokenizer,
  type Tensor2D,
  type Variable,
} from '@alignclip/core';
import { Parameters, ParameterShapes, towerScope, type Scope } from '@alignclip/nn';
import {
  batchTokens,
  encoderWeights,
  meanOfTokens,
  tokenBatches,
  type EncoderWeights,
  type ModelConfig,
  type ModelWeights,
} from '@alignclip/nn/sentence-encoder';
import type { z } from 'zod';
import { checkLength } from './end-tokens';
import { projection, type ProjectionOptions } from './projection-head';
import { madeIn, sentenceModel } from './sentence-model';
import { options } from './sentence-options';

export type SentenceTransformerOptions = z.output<typeof options>;

type TowerOptions = Pick<SentenceTransformerOptions, 'freeze'> &
  ProjectionOptions & {
    /** Id that is no part of a text. */
    readonly padding?: number | undefined;
    readonly config: ModelConfig;
    readonly contextLength: number;
    /** The row of the model's token table for each id. */
    readonly tokens: readonly number[];
    /** Weights to start with. */
    readonly weights?: ModelWeights | undefined;
    /** What decides the initial values. */
    readonly hash: string;
  };

/**
 * BERT or MPNet as text tower; features are the mean over all tokens, start and end token included, before any norm
 * (Reimers & Gurevych 2019). Texts of one length are computed together, so that padding enters no number; features of a
 * frozen tower are those of the text alone, to the bit.
 */
export class SentenceTransformer implements TextEncoder {
  readonly modality = 'text';
  readonly independentRows = true;
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  private readonly config: ModelConfig;
  private readonly weights: EncoderWeights;
  private readonly variables: Variable[] = [];
  private readonly project: (features: Tensor2D) => Tensor2D;
  private readonly hash: string;
  private readonly padding: number | undefined;

  constructor(scope: Scope, { config, contextLength, tokens, weights, freeze, hash, padding, ...head }: TowerOptions) {
    const width = config.hidden_size;
    this.config = config;
    this.hash = hash;
    this.padding = padding;
    this.contextLength = contextLength;
    this.embeddingWidth = head.embeddingWidth;
    this.featureWidth = width;
    const make = madeIn(scope, weights, (path, variable) => {
      if (isFrozen(path, freeze)) variable.trainable = false;
      this.variables.push(variable);
    });
    this.weights = encoderWeights(make, config, { tokens, positions: contextLength });
    this.trunk = scope.addresses;
    this.project = projection(scope, width, head);
  }

  embed(ids: Tensor2D): Tensor2D {
    return this.embedFeatures(this.features(ids)); // [N, d]
  }

  embedFeatures(features: Tensor2D): Tensor2D {
    return normalizeRows(this.project(features));
  }

  projectFeatures(features: Tensor2D): Tensor2D {
    return this.project(features);
  }

  features(ids: Tensor2D): Tensor2D {
    checkLength(ids, this.contextLength);
    const batches = [...tokenBatches(this.textsOf(ids), this.maxTokens)];
    const all = tf.concat(batches.map((batch) => tf.tensor1d(batch.ids, 'int32')));
    const words = embeddingLookup(this.weights.words, all); // at once: each lookup has a gradient of the table's size
    const places = new Int32Array(ids.shape[0]);
    let [token, row] = [0, 0];
    const parts = batches.map(({ indices, length }) => {
      const shape = { batch: indices.length, tokens: length };
      const own = tf.slice(words, [token, 0], [shape.batch * length, words.shape[1]]);
      for (const index of indices) places[index] = row++;
      token += shape.batch * length;
      return meanOfTokens(own, shape, this.weights, this.config);
    });
    return embeddingLookup(tf.concat(parts, 0), tf.tensor1d(places, 'int32')); // [N, width]
  }

  async fingerprint(): Promise<string> {
    return this.hash;
  }

  /** The ids of each text, without padding, or else up to its end token, which has the largest one. */
  private textsOf(ids: Tensor2D): number[][] {
    const { padding } = this;
    if (padding === undefined) return textsOf(ids);
    return ids.arraySync().map((row) => {
      const text = row.filter((id) => id !== padding);
      return text.length > 0 ? text : row.slice(0, 1);
    });
  }

  /** The tokens that are computed together. What is trained need not be the same to the bit in every batch. */
  private get maxTokens(): number {
    return this.variables.some(({ trainable }) => trainable) ? Infinity : batchTokens();
  }
}

function isFrozen(path: string, freeze: TowerOptions['freeze']): boolean {
  if (typeof freeze === 'string') return freeze === 'all';
  const block = /^blocks\/(\d+)\//.exec(path)?.[1];
  return block === undefined || Number(block) < freeze;
}

/** The ids of each text, up to its end token, which has the largest one. */
function textsOf(ids: Tensor2D): number[][] {
  const [count, columns] = ids.shape;
  const values = ids.dataSync();
  return Array.from({ length: count }, (_, i) => {
    const row = [...values.subarray(i * columns, (i + 1) * columns)];
    return row.slice(0, row.indexOf(Math.max(...row)) + 1);
  });
}

export const sentenceTransformer = defineComponent(TextEncoder)({
  type: 'sentence-transformer',
  options,
  inject: [Parameters, SharingStrategy, Tokenizer],
  create: async (options, parameters, sharing, tokenizer): Promise<SentenceTransformer> => {
    const { readWeights, ...model } = await sentenceModel(options, tokenizer);
    const weights = parameters instanceof ParameterShapes ? undefined : await readWeights?.();
    const scope = towerScope(parameters, sharing, 'text');
    return new SentenceTransformer(scope, { ...options, ...model, weights, contextLength: tokenizer.contextLength });
  },
});
