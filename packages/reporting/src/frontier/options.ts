import { z } from 'zod';
import { betterDirection, namedMeasure } from '../options';

const names = z.array(z.string().min(1)).min(1);

/** What the guard against temperature needs to know. */
export const frontierOptions = {
  gap: z
    .strictObject({
      ...namedMeasure,
      better: z.enum(['lower', 'higher']).default('lower').describe('which value is a smaller gap'),
    })
    .describe('score that measures the gap'),
  task: z
    .strictObject({ ...namedMeasure, better: betterDirection })
    .describe('score of the task that the gap may cost'),
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe('variant of which the null are copies with fixed temperatures (default: the first variant)'),
  null: names
    .optional()
    .describe(
      'variants with fixed temperatures that are the null (default: those that differ from `baseline` in `temperature` only)',
    ),
  margin: z
    .number()
    .min(0)
    .default(0.01)
    .describe(
      'gain in the task, in the unit of its score, that is too small to matter: `on` where a larger one is excluded',
    ),
};

export const remediesOption = names.optional().describe('variants that are judged (default: all but the null)');

const guard = z.strictObject(frontierOptions);
export type FrontierOptions = z.output<typeof guard>;

/** The guard as an option of questions and claims. */
export const offFrontierOption = guard
  .optional()
  .describe('asks besides whether the better variant lies off the frontier of fixed temperatures');
