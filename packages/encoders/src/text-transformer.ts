import { embeddingLookup, tf } from '@alignclip/backend';
import {
  defineComponent,
  SharingStrategy,
  TextEncoder,
  Tokenizer,
  type Tensor1D,
  type Tensor2D,
  type Parameter,
  type Tensor,
} from '@alignclip/core';
import { AttentionPooling, normal, Parameters, towerScope, Transformer, type Scope } from '@alignclip/nn';
import type { z } from 'zod';
import { checkEndToken, checkLength, endPlaces, endRows, meanOfText, textMask } from './end-tokens';
import { legacyMask } from './legacy-mask';
import { ProjectionHead } from './projection-head';
import { transformerOptions } from './tower-options';
import { checkClassMask, options } from './text-options';

export type TextTransformerOptions = z.input<typeof options> & {
  readonly contextLength: number;
  readonly vocabularySize: number;
};

/**
 * CLIP's text tower: token embedding, learned positions, transformer, pooling, head. Where nothing looks past the end
 * token, shorter inputs than the context are exact; otherwise they are padded with zeros to the whole context.
 */
export class TextTransformer implements TextEncoder {
  readonly modality = 'text';
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  readonly transformer: Transformer;
  readonly head: ProjectionHead;
  private readonly table: Parameter<[number, number]>;
  private readonly positions: Parameter<[number, number]>;
  private readonly classToken: Parameter<[number]> | undefined;
  private readonly attentionPooling: AttentionPooling | undefined;
  private readonly pooling: z.output<typeof options>['pooling'];
  private readonly isPadded: boolean;
  /** Whether the class token stands at the end of the rows, seen through a mask. */
  private readonly isMasked: boolean;

  /** Throws UserError where options contradict each other. */
  constructor(scope: Scope, { contextLength, vocabularySize, ...given }: TextTransformerOptions) {
    const tower = options.parse(given);
    const { width, embeddingWidth, pooling, causal } = tower;
    checkClassMask(tower);
    const shape = transformerOptions(tower, causal);
    const places = contextLength + (pooling === 'class-token' ? 1 : 0);
    this.contextLength = contextLength;
    this.embeddingWidth = embeddingWidth;
    this.featureWidth = width;
    this.pooling = pooling;
    this.isPadded = !causal || pooling === 'last';
    this.isMasked = tower.classMask === 'legacy';
    this.table = scope.parameter('token-embedding', [vocabularySize, width], normal(0.02));
    this.positions = scope.parameter('positions', [places, width], normal(0.01));
    this.classToken = pooling === 'class-token' ? scope.parameter('class-token', [width], normal(0.01)) : undefined;
    this.transformer = new Transformer(scope, shape);
    this.attentionPooling = pooling === 'map' ? new AttentionPooling(scope, shape) : undefined;
    this.head = new ProjectionHead(scope, width, tower);
    this.trunk = this.head.trunk;
  }

  embed(ids: Tensor2D): Tensor2D {
    return this.head.embed(this.features(ids)); // [N, d]
  }

  embedFeatures(features: Tensor2D): Tensor2D {
    return this.head.embed(features);
  }

  projectFeatures(features: Tensor2D): Tensor2D {
    return this.head.project(features);
  }

  features(given: Tensor2D): Tensor2D {
    const ids = this.padded(given);
    const shape = { batch: ids.shape[0], tokens: ids.shape[1], ...(this.isMasked && { mask: legacyMask(ids) }) };
    if (this.pooling === 'mean' || this.pooling === 'map')
      return this.pool(this.transformer.apply(this.inputRows(ids), shape), ids);
    const read = this.rowsRead(ids); // before the ids are used, see `endRows`
    const rows = this.transformer.read(this.inputRows(ids), shape, (all) => embeddingLookup(all, read));
    return this.head.normalised(rows); // [N, width]
  }

  /** From the rows of the last block to features, [N, width]; `ids` as long as the rows. */
  pool(rows: Tensor2D, ids: Tensor2D): Tensor2D {
    if (this.pooling !== 'mean' && this.pooling !== 'map')
      return this.head.normalised(embeddingLookup(rows, this.rowsRead(ids)));
    const normal = this.head.normalised(rows);
    if (!this.attentionPooling) return meanOfText(normal, ids);
    const [batch, tokens] = ids.shape;
    return this.attentionPooling.apply(normal, { batch, tokens }, textMask(ids));
  }

  /** The input of the first block, [N * T, width]; `ids` as long as `features` makes them. */
  inputRows(ids: Tensor2D): Tensor2D {
    const [batch, tokens] = ids.shape;
    const width = this.positions.shape[1];
    const embedded = embeddingLookup(this.table, tf.reshape(ids, [batch * tokens]));
    const positions = tf.slice(this.positions, [0, 0], [tokens, width]);
    const positioned = tf.add(tf.reshape(embedded, [batch, tokens, width]), positions);
    return tf.reshape(this.classToken ? this.withClassToken(positioned, ids) : positioned, [batch * tokens, width]);
  }

  /** The class token, with the position after the context, in its place of each text. */
  private withClassToken(sequence: Tensor, ids: Tensor2D): Tensor {
    const own = tf.add(this.classToken!, tf.slice(this.positions, [this.contextLength, 0], [1, -1]));
    const places = tf.oneHot(this.classPlaces(ids), ids.shape[1]);
    const isClass = tf.expandDims(tf.cast(places, 'float32'), 2); // [N, T, 1]
    return tf.add(tf.mul(sequence, tf.sub(1, isClass)), tf.mul(isClass, own));
  }

  /** After the end token, or after all, [N] int32. */
  private classPlaces(ids: Tensor2D): Tensor1D {
    const [batch, tokens] = ids.shape;
    return this.isMasked ? tf.fill([batch], tokens - 1, 'int32') : tf.add(endPlaces(ids), tf.scalar(1, 'int32'));
  }

  /** The row that is read of each text, [N] int32. */
  private rowsRead(ids: Tensor2D): Tensor1D {
    if (this.pooling !== 'last' && !this.classToken) return endRows(ids);
    const [batch, tokens] = ids.shape;
    const first = tf.range(0, batch * tokens, tokens, 'int32');
    return tf.add(first, this.pooling === 'last' ? tf.scalar(tokens - 1, 'int32') : this.classPlaces(ids));
  }

  private padded(ids: Tensor2D): Tensor2D {
    const tokens = ids.shape[1];
    checkLength(ids, this.contextLength);
    const seen = Math.min(tokens + (this.isMasked ? 1 : 0), this.contextLength);
    const length = (this.isPadded ? this.contextLength : seen) + (this.classToken ? 1 : 0);
    return length > tokens
      ? tf.pad(ids, [
          [0, 0],
          [0, length - tokens],
        ])
      : ids;
  }
}

export const textTransformer = defineComponent(TextEncoder)({
  type: 'text-transformer',
  options,
  inject: [Parameters, SharingStrategy, Tokenizer],
  create: (options, parameters, sharing, tokenizer) => {
    const { contextLength, vocabularySize } = tokenizer;
    if (options.pooling !== 'last') checkEndToken(tokenizer, `textTransformer({ pooling: "${options.pooling}" })`);
    return new TextTransformer(towerScope(parameters, sharing, 'text'), { ...options, contextLength, vocabularySize });
  },
});
