import { z } from 'zod';

/** Names of splits, in the order of the columns. */
export const splits = (...initial: string[]) => z.array(z.string().min(1)).min(1).default(initial);

/** The k of R@k or top-k. */
export const ranks = (...initial: number[]) => z.array(z.number().int().positive()).min(1).default(initial);
