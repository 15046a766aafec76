import { sizeText, type Job } from '@alignclip/core';

export interface MemoryLimits {
  /** Bytes that all jobs may use together. */
  readonly budget: number;
  /** Bytes that each job needs, where the user has set them. */
  readonly perJob: number | undefined;
  /** Maximum number of jobs at once: a job without a measurement counts as an equal share. */
  readonly processes: number;
}

/** How much memory jobs are expected to need at their peak, and whether one more fits. */
export class MemoryNeeds {
  private readonly measured = new Map<string, number>();
  private readonly running = new Map<Job, number>();

  constructor(private readonly limits: MemoryLimits) {}

  /** By option; else the highest peak of a job of its kind, here or in an earlier run; else an equal share. */
  expected(job: Job): number {
    const seen = Math.max(this.measured.get(kindOf(job)) ?? 0, job.peakMemory ?? 0);
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
