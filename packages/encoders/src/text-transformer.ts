import { embeddingLookup, tf } from '@alignclip/backend';
import {
  defineComponent,
  SharingStrategy,
  TextEncoder,
  Tokenizer,
  UserError,
  type Tensor1D,
  type Tensor2D,
  type Parameter,
} from '@alignclip/core';
import { normal, Parameters, towerScope, Transformer, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import { ProjectionHead } from './projection-head';
import { towerShape, transformerOptions, type TowerOptions } from './tower-options';

export interface TextTransformerOptions extends TowerOptions {
  readonly contextLength: number;
  readonly vocabularySize: number;
}

/**
 * CLIP's text tower: token embedding, learned positions, causal transformer, head on the end token.
 * Shorter inputs than the context are exact: causal attention never looks past the end token.
 */
export class TextTransformer implements TextEncoder {
  readonly modality = 'text';
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly transformer: Transformer;
  readonly head: ProjectionHead;
  private readonly table: Parameter<[number, number]>;
  private readonly positions: Parameter<[number, number]>;

  constructor(
    scope: Scope,
    private readonly options: TextTransformerOptions,
  ) {
    const { width, contextLength, vocabularySize, embeddingWidth } = options;
    this.contextLength = contextLength;
    this.embeddingWidth = embeddingWidth;
    this.table = scope.parameter('token-embedding', [vocabularySize, width], normal(0.02));
    this.positions = scope.parameter('positions', [contextLength, width], normal(0.01));
    this.transformer = new Transformer(scope, transformerOptions(options, true));
    this.head = new ProjectionHead(scope, width, embeddingWidth);
  }

  embed(ids: Tensor2D): Tensor2D {
    const [batch, tokens] = ids.shape;
    const readOut = (rows: Tensor2D) => this.readOut(rows, ids);
    return this.head.embed(this.transformer.read(this.inputRows(ids), { batch, tokens }, readOut)); // [N, d]
  }

  /** The input of the first block, [N * T, width]. */
  inputRows(ids: Tensor2D): Tensor2D {
    const [batch, tokens] = ids.shape;
    const { width, contextLength } = this.options;
    if (tokens > contextLength) throw new UserError(`${tokens} tokens do not fit in the context of ${contextLength}`);
    const embedded = embeddingLookup(this.table, tf.reshape(ids, [batch * tokens]));
    const positions = tf.slice(this.positions, [0, 0], [tokens, width]);
    const positioned = tf.add(tf.reshape(embedded, [batch, tokens, width]), positions);
    return tf.reshape(positioned, [batch * tokens, width]);
  }

  /** The row of each text's end token (the largest id), [N, width]. */
  readOut(rows: Tensor2D, ids: Tensor2D): Tensor2D {
    const [batch, tokens] = ids.shape;
    const ends = tf.add<Tensor1D>(tf.argMax(ids, 1), tf.range(0, batch * tokens, tokens, 'int32'));
    return embeddingLookup(rows, ends);
  }
}

export const textTransformer = defineComponent(TextEncoder)({
  type: 'text-transformer',
  options: z.strictObject(towerShape),
  inject: [Parameters, SharingStrategy, Tokenizer],
  create: (options, parameters, sharing, { contextLength, vocabularySize }) =>
    new TextTransformer(towerScope(parameters, sharing, 'text'), { ...options, contextLength, vocabularySize }),
});
