/** Progress where stdout is a file or a pipe: a plain line at the start, at each tenth and at the end of a cell. */
export class PlainProgress {
  private readonly tenths = new Map<string, number>();
  private readonly started = new Map<string, { at: number; step: number }>();

  constructor(private readonly write: (line: string) => void = console.log) {}

  show(name: string, step: number, steps: number, loss: number): void {
    const start = this.started.get(name) ?? { at: performance.now(), step: step - 1 };
    this.started.set(name, start);
    const tenth = Math.floor((step * 10) / steps);
    if (this.tenths.get(name) === tenth) return;
    this.tenths.set(name, tenth);
    const rate = (step - start.step) / Math.max(1e-3, (performance.now() - start.at) / 1000);
    const left = Math.round((steps - step) / rate);
    this.write(
      `${name}: step ${step}/${steps} · loss ${loss.toFixed(3)} · ${rate.toFixed(1)} steps/s · ${left} s left`,
    );
  }
}
