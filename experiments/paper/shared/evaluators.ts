import { interventions, projection, sts, teacherAgreement } from 'alignclip';
import { data } from './data';
import { folders } from './folders';
import type { EvaluationSize } from './paper-data';

const splits = [data.main];

/** Everything that some table or figure of the paper shows: a model is evaluated once for all of them. */
export const evaluators = ({ resamples, iterations = 500, ...size }: EvaluationSize) => [
  ...data.evaluators({ resamples, ...size }),
  interventions({ splits, classSets: [...data.shiftedClasses], resamples }),
  projection({ splits, iterations, resamples }),
  teacherAgreement({ splits, resamples }),
  ...(folders.sts === undefined ? [] : [sts({ folder: folders.sts, resamples })]),
];
