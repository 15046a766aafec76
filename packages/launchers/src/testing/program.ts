import { Interrupted } from '@alignclip/core';
import { setTimeout as wait } from 'node:timers/promises';
import { serveJob } from '../serve-job';

/** A job's program that can end in every way in which a job can end. */
serveJob(async ({ ending, value = null }, { signal, report }) => {
  report({ pid: process.pid, threads: process.env['TF_NUM_INTRAOP_THREADS'] ?? null });
  if (ending === 'work') return { value };
  if (ending === 'throw') throw new Error(`broken at ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  if (ending === 'exit') {
    process.stderr.write('out of everything\n', () => process.exit(7));
    await wait(60_000);
  }
  if (ending === 'hold') {
    const block = Buffer.alloc(Number(value) * 2 ** 20, 1);
    report({ pid: process.pid, held: block.length });
    return { value };
  }
  if (ending === 'killed') process.kill(process.pid, 'SIGKILL');
  while (!signal.aborted) await wait(10);
  throw new Interrupted('stopped');
});
