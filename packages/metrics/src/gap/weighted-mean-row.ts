import type { Matrix } from '@alignclip/core';
import { remembered } from '../matrix/remembered';
import { meanRow } from '../matrix/rows';
import type { Weights } from './weighted';

/** The mean row of a modality in one bootstrap sample, which several metrics share. [d] */
export const weightedMeanRow = remembered((matrix: Matrix, weights: Weights) => meanRow(matrix, weights));
