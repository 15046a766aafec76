import type { AnyComponent } from '@alignclip/core';
import { alignmentTable } from './alignment-table';
import { centroidShift } from './centroid-shift';
import { claim } from './claim';
import { classBars } from './class-bars';
import { cosineDistribution } from './cosine-distribution';
import { distributionClaim } from './distribution-claim';
import { factorCurve } from './factor-curve';
import { factorMap } from './factor-map';
import { factorTable } from './factor-table';
import { gapAgainstScore } from './gap-against-score';
import { lossLandscape } from './loss-landscape';
import { question } from './question';
import { retrievalTable } from './retrieval-table';
import { scoreTable } from './score-table';
import { sphereMap } from './sphere-map';
import { statisticsTable } from './statistics-table';
import { summaryTable } from './summary-table';
import { trainingCurves } from './training-curves';
import { zeroShotTable } from './zero-shot-table';

export const reportingComponents: readonly AnyComponent[] = [
  alignmentTable,
  centroidShift,
  claim,
  classBars,
  cosineDistribution,
  distributionClaim,
  factorCurve,
  factorMap,
  factorTable,
  gapAgainstScore,
  lossLandscape,
  question,
  retrievalTable,
  scoreTable,
  sphereMap,
  statisticsTable,
  summaryTable,
  trainingCurves,
  zeroShotTable,
];
