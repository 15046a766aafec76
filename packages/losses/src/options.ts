import { z } from 'zod';

export const symbol = (initial: string) =>
  z
    .string()
    .regex(/^L_\w+$/, 'starts with L_, then letters, digits and _')
    .default(initial)
    .describe('key of the term in logs and records; two terms of one type in one objective need different ones');

/** `paper` is the paper's letter for it. */
export const weight = (initial = 1, paper?: string) =>
  z
    .number()
    .nonnegative()
    .default(initial)
    .describe(`weight w of the term in L = Σ w_k L_k${paper === undefined ? '' : ` (the paper's ${paper})`}`);

export const temperature = z
  .number()
  .positive()
  .optional()
  .describe("fixed temperature τ of this term; without it, the model's learned temperature");

export const modalities = z
  .enum(['both', 'image', 'text'])
  .default('both')
  .describe('modalities whose embeddings the term uses');

/** Of `uniformity` and `cross-uniformity`. */
export const potentialFactor = z
  .number()
  .positive()
  .default(2)
  .describe('factor t of the squared distance in the Gaussian potential exp(−t ‖x − y‖²)');

export const trainedScale = z
  .number()
  .positive()
  .default(Math.log(1 / 0.07))
  .describe('initial value of the trained scale c, log(1/.07) in the official code');
