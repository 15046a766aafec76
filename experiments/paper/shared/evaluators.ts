import {
  distributionShift,
  gap,
  interventions,
  linearProbe,
  projection,
  retrieval,
  sts,
  teacherAgreement,
  zeroShot,
} from 'alignclip';
import { folders } from './folders';

/** In place of the paper's five data sets: unseen emoji and unseen drawings, each and both. */
export const gapSplits = ['val', 'test', 'shift', 'test-shift', 'extreme'];
export const testSplits = ['test', 'test-shift'];
export const shiftedSplits = ['shift', 'test-shift', 'extreme'];
/** Of 15, 9 and 42 classes. */
export const classSets = ['coarse', 'group', 'subgroup'];

interface EvaluationSize {
  readonly resamples: number;
  readonly epochs?: number;
  readonly iterations?: number;
}

/** Everything that some table or figure of the paper shows: a model is evaluated once for all of them. */
export const evaluators = ({ resamples, epochs = 32, iterations = 500 }: EvaluationSize) => [
  gap({ splits: gapSplits, resamples }),
  zeroShot({ splits: testSplits, classSets, resamples }),
  distributionShift({ splits: shiftedSplits, classSets: ['coarse'], resamples }),
  linearProbe({ splits: testSplits, classSets, epochs, resamples }),
  retrieval({ splits: testSplits, captions: 'all', resamples }),
  interventions({ classSets: ['coarse'], resamples }),
  projection({ iterations, resamples }),
  teacherAgreement({ resamples }),
  ...(folders.sts === undefined ? [] : [sts({ folder: folders.sts, resamples })]),
];
