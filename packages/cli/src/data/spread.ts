/** Counts of numbers, of which there may be any amount. */
export class Spread {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(value: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
    this.total += 1;
  }

  /** Undefined where there are none. */
  get summary(): SpreadSummary | undefined {
    if (this.total === 0) return undefined;
    const sorted = [...this.counts].sort(([a], [b]) => a - b);
    const sum = sorted.reduce((all, [value, count]) => all + value * count, 0);
    const at = (share: number) => {
      let left = share * (this.total - 1);
      return (sorted.find(([, count]) => (left -= count) < 0) ?? sorted.at(-1)!)[0];
    };
    return { least: sorted[0]![0], median: at(0.5), mean: sum / this.total, most: sorted.at(-1)![0], sum };
  }
}

export interface SpreadSummary {
  readonly least: number;
  readonly median: number;
  readonly mean: number;
  readonly most: number;
  readonly sum: number;
}
