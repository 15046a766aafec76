import type { JobEvent } from '@alignclip/core';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { processesWith } from '../slurm/processes';
import { startProgram } from '../testing/run-alignclip';

/** What a running cell was at: its process starts or waits for its turn, it trains, it evaluates. */
export type Phase = 'starting' | 'training' | 'evaluating';

export interface SweepPlan {
  readonly file: string;
  readonly profile: string;
  /** Of each cell; where there are several, one of them is killed. */
  readonly workers: number;
}

/** A sweep in a process group of its own, and what it is at. */
export class WatchedSweep {
  private readonly child: ChildProcess;
  private readonly cells = new Map<string, Phase>();
  private readonly ended: Promise<unknown[]>;
  private complaint = '';
  private readonly wakers = new Set<() => void>();
  /** When its events came. */
  readonly times: number[] = [];

  private wasHit = false;

  constructor(
    { file, profile, workers: chunks }: SweepPlan,
    runs: string,
    private readonly workers = chunks,
  ) {
    const args = [file, profile, runs, chunks, workers].map(String);
    this.child = startProgram(join(__dirname, 'sweep-program.ts'), args);
    this.ended = once(this.child, 'close');
    this.child.stderr!.on('data', (chunk) => (this.complaint += String(chunk)));
    createInterface(this.child.stdout!).on('line', (line) => this.see(JSON.parse(line) as JobEvent));
  }

  /** What its running cells are at; `starting` where none has told anything. */
  get phases(): Phase[] {
    return this.cells.size === 0 ? ['starting'] : [...new Set(this.cells.values())];
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves after so many events, or when the sweep ends. */
  async after(events: number): Promise<void> {
    while (this.times.length < events && this.isRunning)
      await Promise.race([this.ended, new Promise<void>((resolve) => this.wakers.add(resolve))]);
  }

  /** SIGKILLs the program and its children, all at once; where cells have several workers one of those alone. */
  kill(): void {
    if (this.workers === 1) return void process.kill(-this.child.pid!, 'SIGKILL');
    const workers = processesWith([]).filter(({ parent }) => parent === this.child.pid);
    const chosen = workers[Math.floor(Math.random() * workers.length)];
    if (chosen === undefined) return;
    this.wasHit = true;
    process.kill(chosen.pid, 'SIGKILL');
  }

  /** Waits for its end and tells whether it was killed. Throws Error where the sweep itself fails. */
  async end(): Promise<'killed' | 'finished'> {
    const [code, signal] = (await this.ended) as [number | null, NodeJS.Signals | null];
    if (signal === 'SIGKILL' || (this.wasHit && code !== 0)) return 'killed';
    if (code === 0) return 'finished';
    throw new Error(`the sweep ended with ${signal ?? `exit code ${code}`}\n${this.complaint}`);
  }

  private see(event: JobEvent): void {
    this.times.push(performance.now());
    for (const wake of this.wakers) wake();
    this.wakers.clear();
    if (event.kind !== 'progress') this.cells.delete(event.id);
    else this.cells.set(event.id, event.progress['phase'] === 'evaluate' ? 'evaluating' : 'training');
  }
}
