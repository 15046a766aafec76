import type { Json } from '@alignclip/core';
import { largest } from '@alignclip/metrics';
import { rankOfBest, rounded, short } from '../retrieval/example-queries';
import type { MixedTask } from './mixed-task';

const maxFound = 5;

/** A query with its nearest documents, each as it is shown, and the rank of its best right one. */
export function shownFound(
  task: MixedTask,
  query: number,
  scores: Float64Array,
  isImage: (document: number) => boolean,
): Json {
  const right = new Set(task.right[query]);
  return {
    ...short(task.shownQueries[query]!),
    rank: rankOfBest(scores, (document) => right.has(document)),
    found: largest(scores, maxFound).map((document) => ({
      ...short(task.shownDocuments[document]!),
      score: rounded(scores[document]!),
      right: right.has(document),
      shown: isImage(document) ? 'image' : 'text',
    })),
  };
}
