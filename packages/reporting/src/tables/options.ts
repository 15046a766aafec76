import { z } from 'zod';

/** Names of splits, in the order of the columns. */
export const splits = (...initial: string[]) => z.array(z.string().min(1)).min(1).default(initial);

/** The k of R@k or top-k. */
export const ranks = (...initial: number[]) => z.array(z.number().int().positive()).min(1).default(initial);

/** What makes a comparison fair; every table and question has these options. */
export const fairness = {
  /** Paths of the configuration that are studied beside the method and grid factors, e.g. `trainer.batchSize`. */
  studied: z.array(z.string().min(1)).default([]),
  /** Equal numbers of trained parameters are claimed (to 1 %). */
  equalParameters: z.boolean().default(false),
};

/** How the rows of a table are compared. */
export const comparison = {
  /** The variant that the others are tested against; without one nothing is tested. */
  baseline: z.string().min(1).optional(),
  ...fairness,
};
