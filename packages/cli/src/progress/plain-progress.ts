import { StepRate } from './step-rate';

/** Milliseconds between two lines of a cell, its first and last step aside. */
const pause = 5000;

interface Shown {
  readonly rate: StepRate;
  tenth: number;
  at: number;
}

/** Progress where stdout is a file or a pipe: a line at a cell's first step, at each tenth (not too often), at its last. */
export class PlainProgress {
  private readonly cells = new Map<string, Shown>();

  constructor(
    private readonly write: (line: string) => void = console.log,
    private readonly now: () => number = () => performance.now(),
  ) {}

  show(name: string, step: number, steps: number, loss: number): void {
    const tenth = Math.floor((step * 10) / steps);
    const known = this.cells.get(name);
    const cell = known ?? { rate: new StepRate(this.now), tenth, at: this.now() };
    this.cells.set(name, cell);
    const rate = cell.rate.after(step, steps);
    const due = tenth !== cell.tenth && this.now() - cell.at >= pause;
    if (known !== undefined && step !== steps && !due) return;
    Object.assign(cell, { tenth, at: this.now() });
    this.write(`${name}: step ${step}/${steps} · loss ${loss.toFixed(3)}${rate}`);
  }
}

/** Variant and seed, bar, step, loss; `rate` is empty or begins with a dot: steps a second, time left. */
export const barFormat = '{name} |{bar}| step {value}/{total} · loss {loss}{rate}';

/** Name, bar and count of items; `rate` as above. */
export const itemFormat = '{name} |{bar}| {value}/{total}{rate}';

/** The same of items of which nobody knows how many there are. */
export const countFormat = '{name}: {value} so far{rate}';
