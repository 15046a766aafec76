import { z } from 'zod';

const factor = (initial: number, which: string) =>
  z.number().nonnegative().default(initial).describe(`factor on the weight ${which}`);
const place = (initial: number, which: string) =>
  z.number().min(0).max(1).default(initial).describe(`share of the training after which the factor ${which}`);
const ends = { from: factor(0, 'at the start'), to: factor(1, 'at the end') };

/** How a term's weight changes over the training; a factor on `weight`. */
export const schedule = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('constant') }),
    z.strictObject({ type: z.literal('linear'), ...ends }),
    z.strictObject({ type: z.literal('cosine'), ...ends }),
    z
      .strictObject({
        type: z.literal('three-phase'),
        ...ends,
        start: place(0.2, 'begins to change'),
        end: place(0.7, 'has changed'),
      })
      .refine(({ start, end }) => start < end, { path: ['end'], error: 'must be above start' }),
  ])
  .optional()
  .describe(
    "factor on the weight over the training: `{ type: 'linear' | 'cosine', from, to }`, or `{ type: 'three-phase', from, to, start, end }`, which is constant up to `start` and from `end` on; without it, constant",
  );
type Schedule = z.output<typeof schedule>;

/** The weight of a term with its schedule, as `LossTerm` has them. `progress` is finished steps / steps, in [0, 1]. */
export const weighted = (weight: number, given: Schedule) => ({
  weight,
  ...(given && { weightAt: (progress: number) => weight * factorAt(given, progress) }),
});

/** The factor of a schedule at this progress. */
export function factorAt(given: NonNullable<Schedule>, progress: number): number {
  if (given.type === 'constant') return 1;
  const { from, to } = given;
  return from + (to - from) * shareOf(given, Math.min(1, Math.max(0, progress)));
}

function shareOf(given: Exclude<NonNullable<Schedule>, { type: 'constant' }>, progress: number): number {
  if (given.type === 'linear') return progress;
  if (given.type === 'cosine') return (1 - Math.cos(Math.PI * progress)) / 2;
  return Math.min(1, Math.max(0, (progress - given.start) / (given.end - given.start)));
}
