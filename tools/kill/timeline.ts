/** When the events of an undisturbed sweep came, in milliseconds. */
export class Timeline {
  constructor(private readonly times: readonly number[]) {}

  get events(): number {
    return this.times.length;
  }

  get duration(): number {
    return (this.times.at(-1) ?? 0) - (this.times[0] ?? 0);
  }

  /**
   * A moment at random in the time after the first `passed` events: so many events later, and a while after that. In
   * events, because a busy machine makes times long and short, and the moment must lie in the sweep's life.
   */
  momentAfter(passed: number, random: () => number = Math.random): { events: number; milliseconds: number } {
    const start = this.times[passed] ?? this.times.at(-1)!;
    const time = start + random() * (this.times.at(-1)! - start);
    const last = Math.max(
      passed,
      this.times.findLastIndex((at) => at <= time),
    );
    return { events: last - passed + 1, milliseconds: time - (this.times[last] ?? time) };
  }
}
