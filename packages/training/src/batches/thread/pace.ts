/** Milliseconds that a thread costs while it starts: its modules and its data, measured with those of the quickstart. */
const threadCost = 2000;
/** Waiting less than this share of a step isn't worth a thread. */
const leastShare = 0.03;
/** Steps that are looked at. As many before them warm up. */
const looked = 16;

/** How long training waited for its latest batches, and how long its steps took. */
export class Pace {
  /** Of the latest steps only: a training may have millions. */
  private readonly waits: number[] = [];
  private readonly starts: number[] = [];

  /** A batch was asked for at one time and there at another, in milliseconds. */
  add(asked: number, there: number): void {
    this.starts.push(asked);
    this.waits.push(there - asked);
    if (this.waits.length <= 2 * looked) return;
    this.starts.shift();
    this.waits.shift();
  }

  /** Whether enough steps were seen to tell. */
  get isKnown(): boolean {
    return this.waits.length >= 2 * looked;
  }

  /** The median of the latest steps, waiting included. */
  get step(): number {
    const starts = this.starts.slice(-looked - 1);
    return median(starts.slice(1).map((start, i) => start - starts[i]!));
  }

  /** Whether the rest of the training would wait more than twice as long as a thread takes to start. */
  isWorthAThread(stepsLeft: number): boolean {
    if (!this.isKnown) return false;
    const wait = median(this.waits.slice(-looked));
    return wait > leastShare * this.step && wait * stepsLeft > 2 * threadCost;
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
