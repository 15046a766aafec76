import { fitSplitOf, type EmbeddingMap, type Spec } from '@alignclip/core';
import { scoredSplits } from '@alignclip/evaluation';

/** The splits that any of the evaluators scores. */
export const scoredSplitsOf = (evaluators: readonly Spec[]): string[] => [
  ...new Set(evaluators.flatMap(({ options }) => scoredSplits(options))),
];

/** Sentences about maps that are fitted on what is scored; none where the two are kept apart. */
export const fittedOnScored = (maps: readonly EmbeddingMap[], evaluators: readonly Spec[]): string[] =>
  maps.flatMap((map) => {
    const split = fitSplitOf(map);
    const scoring = evaluators.filter(({ options }) => scoredSplits(options).includes(split)).map(({ type }) => type);
    if (scoring.length === 0) return [];
    return [
      `map "${map.name}" is fitted on split "${split}", which ${scoring.join(', ')} ${scoring.length > 1 ? 'score' : 'scores'}`,
    ];
  });
