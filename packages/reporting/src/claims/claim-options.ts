import { z } from 'zod';
import { fairness } from '../tables/options';

const variant = z.string().min(1);

/** What every claim has. */
export const claimOptions = {
  /** In words, as the paper says it. */
  claim: z.string().min(1),
  /** Where the paper says it. */
  source: z.string().min(1),
  /** Variants that are compared: the first is said to be better than the second. */
  pairs: z.array(z.tuple([variant, variant])).min(1),
  ...fairness,
};
