import { normalizeRows } from '@alignclip/backend';
import {
  defineComponent,
  EmbeddingHead,
  ImageEncoder,
  type Modality,
  type Tensor2D,
  type TrainingPass,
} from '@alignclip/core';
import { BatchNorm, Parameters, Scope, type ParameterStore } from '@alignclip/nn';
import { z } from 'zod';

const options = z.strictObject({
  width: z
    .int()
    .positive()
    .optional()
    .describe("width d of the shared space; needed where a head stands in place of the towers' projections"),
  epsilon: z.number().positive().default(1e-5).describe('ε inside the root'),
  momentum: z.number().positive().max(1).default(0.1).describe('share of the batch in the running values'),
  renormalise: z.boolean().default(true).describe('whether standardised rows get length 1, as losses need them'),
});

/**
 * Batch normalisation of each modality's unit rows, entry by entry, with parameters and running statistics of its own, and
 * length 1 again: it takes the entries that are large in every row of a modality out of the comparison.
 */
export class BatchStandardisation implements EmbeddingHead {
  readonly takes = 'unit';
  private readonly norms: Readonly<Record<Modality, BatchNorm>>;

  constructor(
    store: ParameterStore,
    readonly width: number,
    private readonly given: Omit<z.output<typeof options>, 'width'>,
  ) {
    const norm = (side: Modality) =>
      new BatchNorm(new Scope(store, (path) => `embedding-head/${side}/${path}`), width, given);
    this.norms = { image: norm('image'), text: norm('text') };
  }

  get usesBatchStatistics(): boolean {
    return this.norms.image.usesBatchStatistics || this.norms.text.usesBatchStatistics;
  }

  embed(rows: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D {
    const standard = this.norms[modality].apply(rows, pass);
    return this.given.renormalise ? normalizeRows(standard) : standard;
  }
}

/** Source: An et al. 2025 (I0T, arXiv 2412.14384), official `model_longclip.py`: `nn.BatchNorm1d` behind the L2 norm. */
export const batchStandardisation = defineComponent(EmbeddingHead)({
  type: 'batch-standardisation',
  options,
  inject: [Parameters, ImageEncoder],
  create: ({ width, ...rest }, parameters, { embeddingWidth }) =>
    new BatchStandardisation(parameters, width ?? embeddingWidth, rest),
});
