import type { Random } from '@alignclip/core';
import { mutateJson } from '../inputs/mutate-json';
import { mutationsOf, type Target } from '../target';

const json = (value: unknown) => (random: Random) => Buffer.from(mutateJson(random, value));

/** A value in JSON with changes in its bytes, or in its nodes. */
export const ofJson = (value: unknown): Target['make'] =>
  mutationsOf(() => [Buffer.from(JSON.stringify(value))], { others: [json(value), json(value)] });
