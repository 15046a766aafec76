import { Pace, threadChoice } from './pace';

/** `steps` steps of `step` milliseconds, `wait` of each spent waiting. */
function pace(steps: number, step: number, wait: number): Pace {
  const made = new Pace();
  for (let i = 0; i < steps; i += 1) made.add(i * step, i * step + wait);
  return made;
}

describe('Pace', () => {
  it('says nothing about the first steps', () => {
    expect(pace(31, 100, 50).isKnown).toBe(false);
    expect(pace(31, 100, 50).isWorthAThread(1e6)).toBe(false);
    expect(pace(32, 100, 50).isWorthAThread(1e6)).toBe(true);
  });

  it.each([
    ['the share is too small', 3, 1e6, false],
    ['too little is left', 10, 400, false],
    ['much is waited for, and much is left', 10, 401, true],
    ['all but little is left', 90, 44, false],
  ])('%s: waiting %d of 100 ms, %d steps left: %s', (_, wait, left, worth) => {
    expect(pace(40, 100, wait).isWorthAThread(left)).toBe(worth);
  });

  it('takes the median of the latest steps', () => {
    const made = pace(40, 100, 10);
    expect(made.step).toBe(100);
    made.add(4e6, 4e6 + 5000);
    expect(made.step).toBe(100);
    expect(made.isWorthAThread(100)).toBe(false);
  });
});

describe('threadChoice', () => {
  const of = (wanted: string | undefined, threads: string) =>
    threadChoice({ ALIGNCLIP_BATCH_THREAD: wanted, TF_NUM_INTRAOP_THREADS: threads });

  it('is automatic, except where there is one thread', () => {
    expect([of(undefined, '2'), of('', '2'), of('auto', '4'), of(undefined, '1'), of('auto', '1')]).toEqual([
      'auto',
      'auto',
      'auto',
      'off',
      'off',
    ]);
  });

  it('is what is asked for', () => {
    expect([of('on', '1'), of('off', '8')]).toEqual(['on', 'off']);
    expect(() => of('onn', '2')).toThrow(/ALIGNCLIP_BATCH_THREAD.*"onn".*"on"/);
  });
});
