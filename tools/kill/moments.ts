import { mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Timeline } from './timeline';
import type { WatchedSweep } from './watched-sweep';

/** Waits for a moment of a sweep's life. */
export type Moment = (sweep: WatchedSweep) => Promise<void>;

/** Any moment of what is left after the first `passed` events. */
export const anyMoment =
  (timeline: Timeline, passed: number): Moment =>
  async (sweep) => {
    const { events, milliseconds } = timeline.momentAfter(passed);
    await sweep.after(events);
    await wait(milliseconds);
  };

/** The moment when a file is being written, the next one after any moment. */
export const whileWriting =
  (store: string, timeline: Timeline, passed: number): Moment =>
  async (sweep) => {
    await anyMoment(timeline, passed)(sweep);
    const stop = new AbortController();
    const written = ['checkpoints', 'records'].map((part) => temporaryFileIn(join(store, part), stop.signal));
    await Promise.race([...written, sweep.end()]);
    stop.abort();
  };

function temporaryFileIn(folder: string, signal: AbortSignal): Promise<void> {
  mkdirSync(folder, { recursive: true });
  return new Promise((resolve) => {
    watch(folder, { signal }, (_event, name) => name?.endsWith('.tmp') && resolve());
  });
}
