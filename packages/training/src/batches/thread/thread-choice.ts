import { tensorflowThreads } from '@alignclip/backend';
import { unknownName } from '@alignclip/core';

const choices = ['auto', 'on', 'off'] as const;
export type ThreadChoice = (typeof choices)[number];

/**
 * ALIGNCLIP_BATCH_THREAD: `on` makes every batch on a thread of its own, `off` none, `auto` (the default) those of a
 * training that would wait for them, where it has more than one thread. Throws UserError on anything else.
 */
export function threadChoice(environment: NodeJS.ProcessEnv = process.env): ThreadChoice {
  const wanted = environment['ALIGNCLIP_BATCH_THREAD'] || 'auto';
  const choice = choices.find((known) => known === wanted);
  if (choice === undefined) throw unknownName('ALIGNCLIP_BATCH_THREAD', wanted, choices);
  return choice === 'auto' && tensorflowThreads(environment) === 1 ? 'off' : choice;
}
