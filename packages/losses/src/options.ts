import { z } from 'zod';

/** The key in logs and records; two terms of one type in one objective need two. */
export const symbol = (initial: string) =>
  z
    .string()
    .regex(/^L_\w+$/, 'starts with L_, then letters, digits and _')
    .default(initial);

/** w_k of L = Σ w_k L_k. */
export const weight = (initial = 1) => z.number().nonnegative().default(initial);

/** τ of this term alone; without it the term uses the model's learned temperature. */
export const temperature = z.number().positive().optional();

/** The embeddings that a term of one modality looks at; `both` is their sum. */
export const modalities = z.enum(['both', 'image', 'text']).default('both');
