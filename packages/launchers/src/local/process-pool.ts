import { type Job, type JobEvent, sizeText } from '@alignclip/core';
import { EventEmitter, on } from 'node:events';
import { runChildJob } from './child-job';
import { runWorkers, type Workers } from './worker-jobs';

export interface PoolOptions {
  /** Maximum number of jobs at once. */
  readonly processes: number;
  /** Of each process. */
  readonly threads: number;
  /** Processes of each job. */
  readonly workers: Workers;
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
    const { threads, memory, signal, workers } = this.options;
    memory.started(job);
    const options = { threads, signal, emit: this.emit, onPeak: (bytes: number) => memory.saw(job, bytes) };
    const work = (workers.count === 1 ? runChildJob(job, options) : runWorkers(job, options, workers))
      .then(this.emit)
      .finally(() => {
        memory.ended(job);
        this.running.delete(work);
      });
    this.running.add(work);
  }
}

export interface MemoryLimits {
  /** Bytes that all jobs may use together. */
  readonly budget: number;
  /** Bytes that each job needs, where the user has set them. */
  readonly perJob: number | undefined;
  /** Maximum number of jobs at once: a job without a measurement counts as an equal share. */
  readonly processes: number;
  /** Processes of each job: an earlier run has measured one of them (default: 1). */
  readonly workers?: number;
}

/** How much memory jobs are expected to need at their peak, and whether one more fits. */
export class MemoryNeeds {
  private readonly measured = new Map<string, number>();
  private readonly running = new Map<Job, number>();

  constructor(private readonly limits: MemoryLimits) {}

  /** By option; else the highest peak of a job of its kind, here or in an earlier run; else an equal share. */
  expected(job: Job): number {
    const { workers = 1 } = this.limits;
    const seen = Math.max(this.measured.get(kindOf(job)) ?? 0, (job.peakMemory ?? 0) * workers);
    return this.limits.perJob ?? (seen > 0 ? seen : this.limits.budget / this.limits.processes);
  }

  /** Whether the job fits next to those that run. */
  fits(job: Job): boolean {
    const used = [...this.running].reduce((sum, [other, peak]) => sum + Math.max(peak, this.expected(other)), 0);
    return used + this.expected(job) <= this.limits.budget;
  }

  /** Why the job can never start; undefined if it can. */
  refusal(job: Job): string | undefined {
    const expected = this.expected(job);
    if (expected <= this.limits.budget) return undefined;
    return `needs ${sizeText(expected)} at its peak, the memory budget is ${sizeText(this.limits.budget)}: raise the launcher's option "memory"`;
  }

  started(job: Job): void {
    this.running.set(job, 0);
  }

  /** Notes a peak of the running job. */
  saw(job: Job, bytes: number): void {
    this.running.set(job, Math.max(this.running.get(job) ?? 0, bytes));
  }

  ended(job: Job): void {
    const peak = this.running.get(job) ?? 0;
    this.running.delete(job);
    this.measured.set(kindOf(job), Math.max(this.measured.get(kindOf(job)) ?? 0, peak));
  }
}

const kindOf = ({ id, kind }: Job): string => kind ?? id;
