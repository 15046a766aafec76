import { mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { WatchedSweep } from './watched-sweep';

/** When the events of an undisturbed sweep came, in milliseconds. */
export class Timeline {
  constructor(private readonly times: readonly number[]) {}

  get events(): number {
    return this.times.length;
  }

  get duration(): number {
    return (this.times.at(-1) ?? 0) - (this.times[0] ?? 0);
  }

  /**
   * A moment at random in the time after the first `passed` events: so many events later, and a while after that. In
   * events, because a busy machine makes times long and short, and the moment must lie in the sweep's life.
   */
  momentAfter(passed: number, random: () => number = Math.random): { events: number; milliseconds: number } {
    const start = this.times[passed] ?? this.times.at(-1)!;
    const time = start + random() * (this.times.at(-1)! - start);
    const last = Math.max(
      passed,
      this.times.reduce((found, at, i) => (at <= time ? i : found), -1),
    );
    return { events: last - passed + 1, milliseconds: time - (this.times[last] ?? time) };
  }
}

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
