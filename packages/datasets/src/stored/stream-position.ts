import { UserError } from '@alignclip/core';
import { z } from 'zod';

const count = z.int().min(0);

const schema = z.strictObject({
  epoch: count,
  /** Items drawn in this epoch. */
  index: count,
  /** Number of the window in its epoch. */
  window: count,
  /** Items drawn of the window. */
  drawn: count,
  lanes: z.array(z.tuple([count, count]).readonly()).readonly(),
  turn: count,
});

export type StreamPosition = z.output<typeof schema>;

/** Of a checkpoint, or the start. Throws UserError on anything that no stream gave. */
export function streamPosition(given: unknown, name: string): StreamPosition {
  if (given === undefined) return { epoch: 0, index: 0, window: 0, drawn: 0, lanes: [], turn: 0 };
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new UserError(`${name}: the checkpoint holds no position of a stream: ${result.error.issues[0]?.message}`);
}
