import { type Matrix, type Modality, type Scorer, type Similarity, UserError } from '@alignclip/core';
import { innerProducts } from '../matrix/inner-products';
import { products, rowLines } from '../matrix/products';

/** Scores of candidates by a model's own similarity, or else by inner product. Throws UserError on a score that is NaN. */
export function scorerOf(similarity: Similarity | undefined, candidates: Matrix, modality: Modality): Scorer {
  if (similarity === undefined) return innerProductScorer(candidates);
  const own = similarity.scorer(candidates, modality);
  return (queries, query, into) => {
    const bad = own(queries, query, into).findIndex(Number.isNaN);
    if (bad >= 0) throw new UserError(`query ${query}: its score for ${modality} ${bad} is NaN`);
    return into;
  };
}

/** Queries that are scored together, at most, and numbers of their scores. */
const [mostTogether, mostScores] = [64, 4_194_304];

/**
 * Inner products, bit-equal to `innerProducts` whatever the order of the queries. Where one query follows the other, those
 * after it are scored along, which takes a fraction of the time.
 */
function innerProductScorer(candidates: Matrix): Scorer {
  const { rows, columns } = candidates;
  const together = Math.max(1, Math.min(mostTogether, Math.floor(mostScores / Math.max(1, rows))));
  let block: { readonly queries: Matrix; readonly first: number; readonly scores: Float64Array } | undefined;
  let last: { readonly queries: Matrix; readonly query: number } | undefined;
  return (queries, query, into) => {
    const follows = last?.queries === queries && last.query === query - 1;
    last = { queries, query };
    const at = block?.queries === queries ? query - block.first : -1;
    if (block && at >= 0 && at * rows < block.scores.length) {
      into.set(block.scores.subarray(at * rows, (at + 1) * rows));
      return into;
    }
    if (!follows || rows === 0) return innerProducts(queries, query, candidates, into);
    const next = queries.values.subarray(query * columns, (query + together) * columns);
    const some = { rows: next.length / columns, columns, values: next };
    block = { queries, first: query, scores: products(rowLines(some), rowLines(candidates), columns) };
    into.set(block.scores.subarray(0, rows));
    return into;
  };
}
