import { type Matrix, type Modality, type Scorer, type Similarity, UserError } from '@alignclip/core';
import { innerProducts } from '../matrix/inner-products';

/** Scores of candidates by a model's own similarity, or else by inner product. Throws UserError on a score that is NaN. */
export function scorerOf(similarity: Similarity | undefined, candidates: Matrix, modality: Modality): Scorer {
  if (similarity === undefined) return (queries, query, into) => innerProducts(queries, query, candidates, into);
  const own = similarity.scorer(candidates, modality);
  return (queries, query, into) => {
    const bad = own(queries, query, into).findIndex(Number.isNaN);
    if (bad >= 0) throw new UserError(`query ${query}: its score for ${modality} ${bad} is NaN`);
    return into;
  };
}
