import type { Figure, FigureModel, RunRecord } from '@alignclip/core';
import {
  centroidShift,
  classBars,
  clusterBars,
  cosineDistribution,
  factorCurve,
  factorMap,
  gapAgainstScore,
  lossLandscape,
  mixedSearch,
  sphereMap,
  trainingCurves,
} from '@alignclip/reporting';

const recall = { name: 'recall', score: 'recall', percent: true };

/** Every figure that we have, drawn of records that have all they need. */
export const everyFigure = (records: readonly RunRecord[]): FigureModel[] => {
  const figures: Figure[] = [
    centroidShift.make({}),
    classBars.make({}),
    clusterBars.make({}),
    cosineDistribution.make({}),
    factorCurve.make({ ...recall, x: 'beta' }),
    factorMap.make({ ...recall, x: 'beta', y: 'gamma' }),
    gapAgainstScore.make({ x: { name: 'gap', score: 'gap' }, y: recall }),
    lossLandscape.make({}),
    mixedSearch.make({}),
    sphereMap.make({}),
    trainingCurves.make({}),
  ];
  return figures.map((figure) => figure.draw(records));
};
