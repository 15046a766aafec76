import { z } from 'zod';

/** Options that every evaluator of a data set's splits has. */
export const splitOptions = {
  /** Splits of the run's data set. */
  splits: z.array(z.string().min(1)).min(1).default(['test']),
  /** Bootstrap samples of an interval; 0 leaves intervals out. */
  resamples: z.int().min(0).max(100_000).default(1000),
};
