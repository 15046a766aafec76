import { embeddingLookup, tf } from '@alignclip/backend';
import {
  defineComponent,
  SharingStrategy,
  TextEncoder,
  Tokenizer,
  type Parameter,
  type Tensor2D,
} from '@alignclip/core';
import { normal, Parameters, towerScope, type Scope } from '@alignclip/nn';
import { z } from 'zod';
import { checkEndToken, checkLength, meanOfText } from './end-tokens';
import { headShape, ProjectionHead } from './projection-head';

const options = z.strictObject({
  width: z.int().positive().default(128).describe('width of the token embeddings'),
  ...headShape,
});
type BagOfTokensOptions = z.input<typeof options> & Pick<Tokenizer, 'contextLength' | 'vocabularySize'>;

/** The mean of the token embeddings from start to end token: no order, no context; the floor for a text tower. */
export class BagOfTokens implements TextEncoder {
  readonly modality = 'text';
  readonly contextLength: number;
  readonly embeddingWidth: number;
  readonly featureWidth: number;
  readonly trunk: readonly string[];
  private readonly head: ProjectionHead;
  private readonly table: Parameter<[number, number]>;

  constructor(scope: Scope, { contextLength, vocabularySize, ...given }: BagOfTokensOptions) {
    const { width, ...head } = options.parse(given);
    this.contextLength = contextLength;
    this.embeddingWidth = head.embeddingWidth;
    this.featureWidth = width;
    this.table = scope.parameter('token-embedding', [vocabularySize, width], normal(0.02));
    this.head = new ProjectionHead(scope, width, head);
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

  features(ids: Tensor2D): Tensor2D {
    checkLength(ids, this.contextLength);
    const rows = embeddingLookup(this.table, tf.reshape(ids, [ids.size]));
    return this.head.normalised(meanOfText(rows, ids)); // [N, width]
  }
}

export const bagOfTokens = defineComponent(TextEncoder)({
  type: 'bag-of-tokens',
  options,
  inject: [Parameters, SharingStrategy, Tokenizer],
  create: (options, parameters, sharing, tokenizer) => {
    const { contextLength, vocabularySize } = tokenizer;
    checkEndToken(tokenizer, 'bagOfTokens()');
    return new BagOfTokens(towerScope(parameters, sharing, 'text'), { ...options, contextLength, vocabularySize });
  },
});
