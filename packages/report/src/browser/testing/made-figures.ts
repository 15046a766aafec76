import type { Figure, FigureModel, RunRecord } from '@alignclip/core';
import {
  centroidShift,
  classBars,
  clusterBars,
  cosineDistribution,
  effectCurve,
  factorCurve,
  factorMap,
  frontier,
  gapAgainstScore,
  lossLandscape,
  mixedSearch,
  performanceProfile,
  sphereMap,
  trainingCurves,
} from '@alignclip/reporting';
import { nullRecords } from '@alignclip/reporting/testing';

const recall = { name: 'recall', score: 'recall', percent: true };

/** Every figure that we have, drawn of records that have all they need. */
export const everyFigure = (records: readonly RunRecord[]): FigureModel[] => {
  const figures: Figure[] = [
    centroidShift.make({}),
    classBars.make({}),
    clusterBars.make({}),
    cosineDistribution.make({}),
    effectCurve.make({
      ...recall,
      x: 'beta',
      factor: 'gamma',
      effects: [{ name: 'shared', baseline: '0', treatment: '1' }],
    }),
    factorCurve.make({ ...recall, x: 'beta' }),
    factorMap.make({ ...recall, x: 'beta', y: 'gamma' }),
    gapAgainstScore.make({ x: { name: 'gap', score: 'gap' }, y: recall }),
    lossLandscape.make({}),
    mixedSearch.make({}),
    performanceProfile.make({ tasks: [{ name: 'recall', score: 'recall' }] }),
    sphereMap.make({}),
    trainingCurves.make({}),
  ];
  const temperature = frontier.make({ gap: { name: 'gap', score: 'gap' }, task: { ...recall, better: 'higher' } });
  return [...figures.map((figure) => figure.draw(records)), temperature.draw([...nullRecords(), ...records])];
};
