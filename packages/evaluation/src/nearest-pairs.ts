import type { Json } from '@alignclip/core';
import { eachRowOfProducts, evenlySpaced, largest, stackRows, takeRows } from '@alignclip/metrics';
import type { LabelledPairs } from './labelled-pairs';
import { rankOfBest, rounded, short } from './retrieval/example-queries';

/** Examples whose image and caption are shown as queries in the details. */
export const shownExamples = 12;
const maxFound = 5;

/**
 * Images and first captions of a few examples, evenly spaced, each with the nearest rows among those that `mayFind` allows;
 * right are those of its class. Rows are images, then captions. Queries that find nothing are left out.
 */
export function nearestPairs(pairs: LabelledPairs, mayFind: (query: number, row: number) => boolean): Json {
  const examples = pairs.classes.length;
  const chosen = evenlySpaced(examples, shownExamples);
  const rows = stackRows([pairs.image, pairs.text]);
  const shown = (row: number) => short({ id: pairs.ids[row % examples]!, caption: pairs.captions[row % examples]! });
  const queriesOf = (first: number): Json => {
    const found: Json[] = [];
    const queries = chosen.map((example) => first + example);
    eachRowOfProducts(takeRows(rows, queries), rows, (at, scores) => {
      const query = queries[at]!;
      const isRight = (row: number) => pairs.classes[row % examples] === pairs.classes[query % examples];
      for (let row = 0; row < scores.length; row += 1) if (!mayFind(query, row)) scores[row] = -Infinity;
      const nearest = largest(scores, maxFound).filter((row) => scores[row]! > -Infinity);
      if (nearest.length === 0) return;
      const known = [...scores.keys()].some((row) => scores[row]! > -Infinity && isRight(row));
      found.push({
        ...shown(query),
        ...(known && { rank: rankOfBest(scores, isRight) }),
        found: nearest.map((row) => ({
          ...shown(row),
          score: rounded(scores[row]!),
          right: isRight(row),
          shown: row < examples ? 'image' : 'text',
        })),
      });
    });
    return found;
  };
  return { image: queriesOf(0), text: queriesOf(examples) };
}
