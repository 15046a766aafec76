import type { Curves, TrainingStep } from '@alignclip/core';

/** Collects every n-th step, the first and the last as curves. */
export class CurveLog {
  private readonly columns: Record<string, number[]>;

  constructor(
    private readonly every: number,
    resumed: Curves = {},
  ) {
    this.columns = Object.fromEntries(Object.entries(resumed).map(([key, values]) => [key, [...values]]));
  }

  add({ step, steps, losses, learningRate, logitScale }: TrainingStep): void {
    if (step !== 1 && step !== steps && step % this.every !== 0) return;
    const row = { step, ...losses, 'learning-rate': learningRate, 'logit-scale': logitScale };
    for (const [key, value] of Object.entries(row)) (this.columns[key] ??= []).push(value);
  }

  /** One row of a probe, under its name. */
  addProbe(name: string, row: Readonly<Record<string, number>>): void {
    for (const [key, value] of Object.entries(row)) (this.columns[`${name}/${key}`] ??= []).push(value);
  }

  get curves(): Curves {
    return this.columns;
  }
}
