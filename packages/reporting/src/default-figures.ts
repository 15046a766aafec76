import type { RunRecord, Spec } from '@alignclip/core';
import { centroidShift } from './centroid-shift';
import { classBars } from './class-bars';
import { cosineDistribution } from './cosine-distribution';
import { gapAgainstScore } from './gap-against-score';
import { lossLandscape } from './loss-landscape';
import { sphereMap } from './sphere-map';
import { trainingCurves } from './training-curves';

/** Figures for records whose experiment isn't at hand; those for which the records hold nothing draw nothing. */
export function defaultFigures(records: readonly RunRecord[]): Spec<'figures'>[] {
  const keys = new Set(records.flatMap(({ scores }) => Object.keys(scores)));
  const splits = [...new Set([...keys].filter((key) => key.startsWith('gap/')).map((key) => key.split('/')[1]!))];
  const recalls = [...keys].filter((key) => /^retrieval\/[^/]+\/image-to-text\/R@10$/.test(key));
  return [
    ...(splits.length > 0 ? [cosineDistribution({ splits })] : []),
    trainingCurves(),
    ...recalls.map((score) => {
      const split = score.split('/')[1]!;
      return gapAgainstScore({
        x: { name: `centroid distance on ${split}`, score: `gap/${split}/centroid-distance` },
        y: { name: `R@10 image to text on ${split}`, score, percent: true },
      });
    }),
    centroidShift(),
    lossLandscape(),
    classBars(),
    sphereMap(),
  ];
}
