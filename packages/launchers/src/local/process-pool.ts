import type { Job, JobEvent } from '@alignclip/core';
import { EventEmitter, on } from 'node:events';
import { runChildJob } from './child-job';
import type { MemoryNeeds } from './memory-needs';

export interface PoolOptions {
  /** Maximum number of jobs at once. */
  readonly processes: number;
  /** Of each process. */
  readonly threads: number;
  readonly memory: MemoryNeeds;
  readonly signal: AbortSignal;
}

/**
 * Runs jobs in child processes, as many at once as there are places and memory; the first that fits is the next. Starts
 * at once and keeps the events until they are read.
 */
export function runPool(jobs: readonly Job[], options: PoolOptions): AsyncIterable<JobEvent> {
  const source = new EventEmitter<{ event: [JobEvent]; end: [] }>();
  const events = on(source, 'event', { close: ['end'] }) as AsyncIterable<[JobEvent]>;
  const pool = new ProcessPool(jobs, options, (event) => source.emit('event', event));
  void pool.run().then(() => source.emit('end'));
  return (async function* () {
    for await (const [event] of events) yield event;
  })();
}

class ProcessPool {
  private readonly waiting: Job[];
  private readonly running = new Set<Promise<void>>();

  constructor(
    jobs: readonly Job[],
    private readonly options: PoolOptions,
    private readonly emit: (event: JobEvent) => void,
  ) {
    this.waiting = [...jobs];
  }

  async run(): Promise<void> {
    while (this.waiting.length + this.running.size > 0) {
      for (let job = this.next(); job !== undefined; job = this.next()) this.start(job);
      if (this.running.size > 0) await Promise.race(this.running);
    }
  }

  /** Takes the next job that may start; jobs that never may end here. */
  private next(): Job | undefined {
    const { processes, memory, signal } = this.options;
    if (signal.aborted) {
      for (const { id } of this.waiting.splice(0)) this.emit({ kind: 'interrupted', id });
    }
    for (const job of [...this.waiting]) {
      const error = memory.refusal(job);
      if (error === undefined) continue;
      this.waiting.splice(this.waiting.indexOf(job), 1);
      this.emit({ kind: 'failed', id: job.id, error });
    }
    if (this.running.size >= processes) return undefined;
    const index = this.waiting.findIndex((job) => memory.fits(job));
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }

  private start(job: Job): void {
    const { threads, memory, signal } = this.options;
    memory.started(job);
    const work = runChildJob(job, {
      threads,
      signal,
      emit: this.emit,
      onPeak: (bytes) => memory.saw(job, bytes),
    })
      .then(this.emit)
      .finally(() => {
        memory.ended(job);
        this.running.delete(work);
      });
    this.running.add(work);
  }
}
