import type { Json } from '@alignclip/core';
import { largest } from '@alignclip/metrics';
import { rounded, short } from '../retrieval/example-queries';
import type { MixedTask } from './mixed-task';

const maxFound = 5;

/** A query with its nearest documents, each as it is shown, and the rank of its best right one; half of those level count. */
export function shownFound(
  task: MixedTask,
  query: number,
  scores: Float64Array,
  isImage: (document: number) => boolean,
): Json {
  const right = new Set(task.right[query]);
  const best = Math.max(...[...right].map((document) => scores[document]!));
  let [above, level] = [0, 0];
  scores.forEach((score, document) => {
    if (right.has(document)) return;
    if (score > best) above += 1;
    else if (score === best) level += 1;
  });
  return {
    ...short(task.shownQueries[query]!),
    rank: 1 + above + level / 2,
    found: largest(scores, maxFound).map((document) => ({
      ...short(task.shownDocuments[document]!),
      score: rounded(scores[document]!),
      right: right.has(document),
      shown: isImage(document) ? 'image' : 'text',
    })),
  };
}
