/** Measures how fast steps go, or others. The first one starts the clock: it also pays for what later ones find ready. */
export class StepRate {
  private first: { readonly step: number; readonly at: number } | undefined;

  /** `now`: milliseconds. */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly unit = 'steps',
  ) {}

  /** " · 12.3 steps/s · 40 s left" after that step; empty until a second step is in. Without `steps`: nothing of what is left. */
  after(step: number, steps?: number): string {
    const at = this.now();
    this.first ??= { step, at };
    const rate = ((step - this.first.step) / (at - this.first.at)) * 1000;
    if (!(rate > 0 && rate < Infinity)) return '';
    const left = steps === undefined ? '' : ` · ${duration((steps - step) / rate)} left`;
    return ` · ${rate.toFixed(1)} ${this.unit}/s${left}`;
  }
}

/** "45 s", from two minutes on "12 min", from two hours on "3.5 h". */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
