import type { Job } from '@alignclip/core';
import { once } from 'node:events';
import type { JobChannel } from './job-channel';

/** To the process that has forked this one. */
export const parentChannel = (): JobChannel => ({
  receive: async () => ((await once(process, 'message')) as [Job['task']])[0],
  report(progress) {
    if (process.connected) process.send?.({ kind: 'progress', progress });
  },
  finish: (outcome) =>
    new Promise((resolve) => {
      if (process.connected) process.send?.(outcome, () => resolve(0));
      else resolve(1);
    }),
});
