import type { FitChoice } from '@alignclip/core';
import { z } from 'zod';

/** Options that every map has. */
export const fitOptions = {
  fitOn: z.string().min(1).optional().describe("split of the run's data set that it is fitted on (default: train)"),
  fitExamples: z
    .int()
    .min(1)
    .optional()
    .describe('at most this many examples of that split, from its first on (default: all)'),
};

export const fitChoice = ({ fitOn, fitExamples }: FitChoice): FitChoice => ({ fitOn, fitExamples });
