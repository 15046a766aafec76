import { setTimeout as pause } from 'node:timers/promises';
import { profileLines, timedMethod } from './profile-training';

class Counter {
  constructor(private count = 0) {}
  add(amount: number): number {
    return (this.count += amount);
  }
  async addLater(amount: number): Promise<number> {
    await pause(20);
    return this.add(amount);
  }
}

describe('timedMethod', () => {
  it('keeps what the method does and returns, and reports its arguments', () => {
    const counter = new Counter(4);
    const reported: unknown[] = [];
    timedMethod(counter, 'add', (ms, args) => reported.push(ms >= 0, ...args));
    expect(counter.add(3)).toBe(7);
    expect(reported).toEqual([true, 3]);
  });

  it('times a promise to its end', async () => {
    const times: number[] = [];
    const undo = timedMethod(Counter.prototype, 'addLater', (ms) => times.push(ms));
    expect(await new Counter().addLater(2)).toBe(2);
    undo();
    expect(times[0]).toBeGreaterThan(15);
  });

  it('is undone, on an object and on a prototype', async () => {
    const counter = new Counter();
    const reported: number[] = [];
    timedMethod(counter, 'add', (ms) => reported.push(ms))();
    timedMethod(Counter.prototype, 'addLater', (ms) => reported.push(ms))();
    await counter.addLater(counter.add(1));
    expect(reported).toEqual([]);
    expect(Object.keys(counter)).toEqual(['count']);
  });
});

const profile = {
  steps: 4,
  total: 20,
  processor: 31,
  parts: { batch: 1, 'forward and backward': 15, optimizer: 3, rest: 1 },
  operations: Array.from({ length: 17 }, (_, i) => ({ name: `Op${i}`, ms: 17 - i, calls: 2 })),
  peakMemory: 640e6,
};

describe('profileLines', () => {
  it('shows each part with its share of a step', () => {
    const lines = profileLines(profile);
    expect(lines.find((line) => line.startsWith('forward and backward'))).toMatch(/15\.00\s+75\.0 %$/);
    expect(lines.at(-1)).toContain('31 ms per step');
    expect(lines.at(-1)).toContain('640.0 MB');
  });

  it('adds up the operations that it does not show', () => {
    const lines = profileLines(profile);
    expect(lines.find((line) => line.startsWith('2 other operations'))).toMatch(/3\.00\s+15\.0 %\s+4$/);
    expect(lines.some((line) => line.startsWith('Op15'))).toBe(false);
  });

  it('says why there are no operations', () => {
    expect(profileLines({ ...profile, operations: [] }).join('\n')).toContain('only the TensorFlow backend');
  });
});
