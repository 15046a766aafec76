import type { Curves, TrainingStep } from '@alignclip/core';

/** Collects every n-th step, the first and the last as curves. */
export class CurveLog {
  private columns: Record<string, number[]>;

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

  /** One row of a probe, under its name. A key that is missing or not finite in one row has no curve at all. */
  addProbe(name: string, row: Readonly<Record<string, number>> & { readonly step: number }): void {
    const before = this.columns[`${name}/step`]?.length ?? 0;
    for (const [key, value] of Object.entries(row)) {
      const own = this.columns[`${name}/${key}`] ?? [];
      if (own.length === before && Number.isFinite(value)) this.columns[`${name}/${key}`] = [...own, value];
    }
    const isWhole = (key: string, values: readonly number[]) =>
      !key.startsWith(`${name}/`) || values.length === before + 1;
    this.columns = Object.fromEntries(Object.entries(this.columns).filter(([key, values]) => isWhole(key, values)));
  }

  get curves(): Curves {
    return this.columns;
  }
}
