import { mapInOrder } from './decoded-example';

describe('mapInOrder', () => {
  it('gives the results in the order of the items, a few at the same time', async () => {
    let [running, most] = [0, 0];
    const doubled = mapInOrder([3, 1, 2, 0], 2, async (item) => {
      most = Math.max(most, (running += 1));
      for (let i = 0; i < item; i += 1) await Promise.resolve();
      running -= 1;
      return 2 * item;
    });
    expect(await all(doubled)).toEqual([6, 2, 4, 0]);
    expect(most).toBe(2);
  });

  it('gives turns one by one, when all earlier results were taken', async () => {
    const events: string[] = [];
    const results = mapInOrder([0, 1, 2], 3, async (item, turn) => {
      await turn();
      events.push(`started ${item}`);
      return item;
    });
    for await (const result of results) events.push(`taken ${result}`);
    expect(events).toEqual([0, 1, 2].flatMap((item) => [`started ${item}`, `taken ${item}`]));
  });

  it('starts nothing that waits for its turn once nobody takes results', async () => {
    const started: number[] = [];
    const results = mapInOrder([0, 1, 2], 3, async (item, turn) => {
      await turn();
      started.push(item);
    });
    await results.next();
    await results.return(undefined);
    expect(started).toEqual([0]);
  });

  it('throws what an item throws, in its turn', async () => {
    const results = mapInOrder([0, 1], 2, async (item) => {
      if (item === 1) throw new Error('one');
      return item;
    });
    expect(await results.next()).toEqual({ done: false, value: 0 });
    await expect(results.next()).rejects.toThrow('one');
  });
});

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const result of results) found.push(result);
  return found;
}
