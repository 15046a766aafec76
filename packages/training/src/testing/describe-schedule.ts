import type { Schedule } from '@alignclip/core';

/** The contract suite of schedules, on trainings of one step to a thousand. */
export function describeSchedule(name: string, make: () => Schedule): void {
  describe(`${name} keeps the contract of schedules`, () => {
    const ratesOf = (schedule: Schedule, steps: number) =>
      Array.from({ length: steps }, (_, step) => schedule.learningRate(step, steps));

    it.each([1, 2, 10, 1000])(
      'gives a finite rate that is not negative at each of %i steps, and not only 0',
      (steps) => {
        const rates = ratesOf(make(), steps);
        expect(rates.filter((rate) => !(Number.isFinite(rate) && rate >= 0))).toEqual([]);
        expect(Math.max(...rates)).toBeGreaterThan(0);
      },
    );

    it('depends on step and number of steps only, so a resumed training goes on with the same rates', () => {
      const [schedule, resumed] = [make(), make()];
      const rates = ratesOf(schedule, 100);
      expect([60, 99, 0, 60].map((step) => resumed.learningRate(step, 100))).toEqual([
        rates[60],
        rates[99],
        rates[0],
        rates[60],
      ]);
      expect(ratesOf(schedule, 100)).toEqual(rates);
    });
  });
}
