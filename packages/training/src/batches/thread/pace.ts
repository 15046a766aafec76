import { tensorflowThreads } from '@alignclip/backend';
import { unknownName } from '@alignclip/core';

const choices = ['auto', 'on', 'off'] as const;
export type ThreadChoice = (typeof choices)[number];

/**
 * ALIGNCLIP_BATCH_THREAD: `on` makes every batch on a thread of its own, `off` none, `auto` (the default) those of a
 * training that would wait for them and has more than one thread. Throws UserError on anything else.
 */
export function threadChoice(environment: NodeJS.ProcessEnv = process.env): ThreadChoice {
  const wanted = environment['ALIGNCLIP_BATCH_THREAD'] || 'auto';
  const choice = choices.find((known) => known === wanted);
  if (choice === undefined) throw unknownName('ALIGNCLIP_BATCH_THREAD', wanted, choices);
  return choice === 'auto' && tensorflowThreads(environment) === 1 ? 'off' : choice;
}

/** Milliseconds that a thread costs at its start for modules and data, measured with the quickstart. */
const threadCost = 2000;
/** Waiting less than this share of a step isn't worth a thread. */
const minShare = 0.03;
/** Steps that are measured. As many before them warm up. */
const measured = 16;

/** How long training waited for its latest batches, and how long its steps took. */
export class Pace {
  /** Of the latest steps only: a training may have millions. */
  private readonly waits: number[] = [];
  private readonly starts: number[] = [];

  /** The times at which a batch was asked for and was there, in milliseconds. */
  add(asked: number, there: number): void {
    this.starts.push(asked);
    this.waits.push(there - asked);
    if (this.waits.length <= 2 * measured) return;
    this.starts.shift();
    this.waits.shift();
  }

  /** Whether enough steps were measured. */
  get isKnown(): boolean {
    return this.waits.length >= 2 * measured;
  }

  /** The median of the latest steps, waiting included. */
  get step(): number {
    const starts = this.starts.slice(-measured - 1);
    return median(starts.slice(1).map((start, i) => start - starts[i]!));
  }

  /** Whether the rest of the training would wait more than twice as long as a thread takes to start. */
  isWorthAThread(stepsLeft: number): boolean {
    if (!this.isKnown) return false;
    const wait = median(this.waits.slice(-measured));
    return wait > minShare * this.step && wait * stepsLeft > 2 * threadCost;
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
