import {
  defineComponent,
  EmbeddingMap,
  UserError,
  type FitRows,
  type Matrix,
  type Modality,
  type ScoreMap,
} from '@alignclip/core';
import { innerProducts, largest } from '@alignclip/metrics';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth } from './rows';

const options = z.strictObject({
  alpha: z.number().min(0).default(0.5).describe("α, weight of a candidate's mean similarity to its nearest queries"),
  k: z.int().positive().default(256).describe('number of nearest reference queries'),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: the fit rows of the other modality are the reference queries. */
export class NearestNeighbourNormalisation implements ScoreMap {
  readonly kind = 'scores';

  constructor(
    private readonly fit: FitRows,
    private readonly options: Options,
  ) {
    checkFit('nearest-neighbour-normalisation', fit, 1);
  }

  /** α · mean of the k largest ⟨c, r⟩ over reference queries r. Throws UserError where there are fewer than k. */
  penalties(candidates: Matrix, modality: Modality): Float64Array {
    const queries = modality === 'image' ? this.fit.text : this.fit.image;
    checkWidth('nearest-neighbour-normalisation', candidates, queries.columns);
    const { alpha, k } = this.options;
    if (k > queries.rows)
      throw new UserError(
        `map "nearest-neighbour-normalisation": option "k" = ${k}, but there are ${queries.rows} reference queries; at most ${queries.rows}`,
      );
    const products = new Float64Array(queries.rows);
    return Float64Array.from({ length: candidates.rows }, (_, c) => {
      innerProducts(candidates, c, queries, products);
      return (alpha * largest(products, k).reduce((sum, at) => sum + products[at]!, 0)) / k;
    });
  }
}

/** score(q, c) = ⟨q, c⟩ − α · mean of c's k largest similarities to reference queries (NNN, Chowdhury et al. 2024). */
export const nearestNeighbourNormalisation = defineComponent(EmbeddingMap)({
  type: 'nearest-neighbour-normalisation',
  options,
  create: (options): EmbeddingMap => ({
    name: 'nearest-neighbour-normalisation',
    kind: 'scores',
    ...fitChoice(options),
    fit: (rows) => new NearestNeighbourNormalisation(rows, options),
  }),
});
