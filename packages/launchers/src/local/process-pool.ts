import type { Job, JobEvent } from '@alignclip/core';
import { EventQueue } from '../event-queue';
import { runChildJob } from './child-job';
import type { MemoryNeeds } from './memory-needs';

export interface PoolOptions {
  readonly processes: number;
  /** Of each process. */
  readonly threads: number;
  readonly memory: MemoryNeeds;
  readonly signal: AbortSignal;
}

/** Runs jobs in child processes, as many at once as there are places and memory; the first that fits is the next. */
export class ProcessPool {
  readonly events = new EventQueue<JobEvent>();
  private readonly waiting: Job[];
  private readonly running = new Set<Promise<void>>();

  constructor(
    jobs: readonly Job[],
    private readonly options: PoolOptions,
  ) {
    this.waiting = [...jobs];
  }

  async run(): Promise<void> {
    while (this.waiting.length + this.running.size > 0) {
      for (let job = this.next(); job !== undefined; job = this.next()) this.start(job);
      if (this.running.size > 0) await Promise.race(this.running);
    }
    this.events.close();
  }

  /** Takes the next job that may start; jobs that never may end here. */
  private next(): Job | undefined {
    const { processes, memory, signal } = this.options;
    if (signal.aborted)
      this.drop(
        () => true,
        ({ id }) => ({ kind: 'interrupted', id }),
      );
    this.drop(
      (job) => memory.refusal(job) !== undefined,
      (job) => ({ kind: 'failed', id: job.id, error: memory.refusal(job)! }),
    );
    if (this.running.size >= processes) return undefined;
    const index = this.waiting.findIndex((job) => memory.fits(job));
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }

  private drop(condition: (job: Job) => boolean, ending: (job: Job) => JobEvent): void {
    for (const job of this.waiting.filter(condition)) {
      this.waiting.splice(this.waiting.indexOf(job), 1);
      this.events.push(ending(job));
    }
  }

  private start(job: Job): void {
    const { threads, memory, signal } = this.options;
    const emit = (event: JobEvent) => this.events.push(event);
    memory.started(job);
    const work = runChildJob(job, { threads, signal, emit, onPeak: (bytes) => memory.saw(job, bytes) })
      .then(emit)
      .finally(() => {
        memory.ended(job);
        this.running.delete(work);
      });
    this.running.add(work);
  }
}
