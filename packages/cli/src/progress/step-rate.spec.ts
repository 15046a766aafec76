import { duration, StepRate } from './step-rate';

describe('StepRate', () => {
  /** What is said after each [step, milliseconds]. */
  const said = (steps: number, times: readonly (readonly [number, number])[]) => {
    let time = 0;
    const rate = new StepRate(() => time);
    return times.map(([step, at]) => ((time = at), rate.after(step, steps)));
  };

  it('is silent on the first step, then tells steps a second and the time left', () => {
    expect(said(101, [[1, 5000], [11, 6000], [101, 15_000]])).toEqual([
      '',
      ' · 10.0 steps/s · 9 s left',
      ' · 10.0 steps/s · 0 s left',
    ]); // prettier-ignore
  });

  it('counts a resumed run from the step where it goes on', () => {
    expect(said(100, [[61, 0], [63, 1000]])[1]).toBe(' · 2.0 steps/s · 19 s left'); // prettier-ignore
  });

  it('tells the rate alone of what has no known end', () => {
    let time = 0;
    const rate = new StepRate(() => time, 'items');
    expect([rate.after(1), ((time = 500), rate.after(11))]).toEqual(['', ' · 20.0 items/s']);
  });

  it('is silent where no time has passed', () => {
    expect(said(10, [[1, 3], [2, 3]])).toEqual(['', '']); // prettier-ignore
  });
});

describe('duration', () => {
  it.each([
    [0.4, '0 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7199, '120 min'],
    [9000, '2.5 h'],
  ])('%p seconds are %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});
