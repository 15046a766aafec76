import { setTimeout as pause } from 'node:timers/promises';
import { timedMethod } from './profile-training';

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
  it('keeps what the method does and gives, and tells its arguments', () => {
    const counter = new Counter(4);
    const told: unknown[] = [];
    timedMethod(counter, 'add', (ms, args) => told.push(ms >= 0, ...args));
    expect(counter.add(3)).toBe(7);
    expect(told).toEqual([true, 3]);
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
    const told: number[] = [];
    timedMethod(counter, 'add', (ms) => told.push(ms))();
    timedMethod(Counter.prototype, 'addLater', (ms) => told.push(ms))();
    await counter.addLater(counter.add(1));
    expect(told).toEqual([]);
    expect(Object.keys(counter)).toEqual(['count']);
  });
});
