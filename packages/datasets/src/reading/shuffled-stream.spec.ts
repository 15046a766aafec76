import { UserError, type DrawnExample, type RawImage } from '@alignclip/core';
import { CorruptLog } from '../corrupt';
import { CorruptError } from '../corrupt';
import { listPart, type Part, type StoredItem } from './part';
import { ShuffledStream, type ShuffleOptions } from './shuffled-stream';

const image: RawImage = { width: 1, height: 1, mode: 'L', data: Uint8Array.of(7) };
const stored = (id: string): StoredItem => ({
  id,
  captions: [id],
  held: 10,
  load: () => (id.endsWith('bad') ? Promise.reject(new CorruptError('made so')) : Promise.resolve(image)),
});

/** Shards of nine items, one of them without a caption, which can only be read in order. */
const shard = (number: number): Part => ({
  name: `shard ${number}`,
  async *read(from) {
    for (let item = from; item < 9; item += 1) {
      const name = `${number}/${item}`;
      yield item === 4 ? { damaged: name, reason: 'no caption' } : stored(item === 6 ? `${name} bad` : name);
    }
  },
});
const shards = Array.from({ length: 5 }, (_, i) => shard(i));
const sound = 5 * 7;

const given: ShuffleOptions = { name: 'made', seed: 3, lanes: 2, window: 8, windowBytes: 1e6 };
const open = (options: Partial<ShuffleOptions> = {}, position?: unknown, parts: readonly Part[] = shards, share = 1) =>
  new ShuffledStream(
    parts,
    { ...given, ...options },
    new CorruptLog('made', share, parts.length, () => undefined),
    position,
  );
const ids = (batch: readonly DrawnExample[]) =>
  batch.map(({ example, epoch, index }) => `${epoch} ${index} ${example.id}`);
const namesOf = (batch: readonly DrawnExample[]) => batch.map(({ example }) => example.id);

async function batches(stream: ShuffledStream, count: number, size = 4): Promise<string[][]> {
  const all: string[][] = [];
  for (let i = 0; i < count; i += 1) all.push(ids(await stream.take(size)));
  await stream.close();
  return all;
}

describe('ShuffledStream', () => {
  it('gives every sound example once an epoch, each epoch in another order', async () => {
    const stream = open();
    const [first, second] = [await stream.take(sound), await stream.take(sound)];
    expect(new Set(namesOf(first)).size).toBe(sound);
    expect(namesOf(second).sort()).toEqual(namesOf(first).sort());
    expect(namesOf(second)).not.toEqual(namesOf(first));
    expect(new Set([...first, ...second].map(({ epoch, index }) => `${epoch} ${index}`)).size).toBe(2 * sound);
  });

  it('follows the seed', async () => {
    expect(await batches(open(), 5)).toEqual(await batches(open(), 5));
    expect(await batches(open(), 5)).not.toEqual(await batches(open({ seed: 4 }), 5));
  });

  it('continues from every position, inside a window, a shard and across epochs, as if it had never stopped', async () => {
    const whole = await batches(open(), 20);
    const stream = open();
    for (let taken = 0; taken < 20; taken += 1) {
      const position: unknown = JSON.parse(JSON.stringify(stream.position));
      expect(await batches(open({}, position), 20 - taken)).toEqual(whole.slice(taken));
      await stream.take(4);
    }
    await stream.close();
  });

  it('shuffles lists as a whole, whatever the window', async () => {
    const list = [listPart('list', 100, (index) => stored(String(index)))];
    const order = namesOf(await open({ window: 2 }, undefined, list).take(100)).map(Number);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(order.filter((value, i) => Math.abs(value - i) > 10).length).toBeGreaterThan(50);
    const stream = open({ window: 7 }, undefined, list);
    await stream.take(33);
    expect(ids(await open({ window: 7 }, stream.position, list).take(20))).toEqual(ids(await stream.take(20)));
  });

  it('ends windows by their bytes, and still gives all', async () => {
    expect(namesOf(await open({ windowBytes: 25 }).take(sound)).sort()).toEqual(
      namesOf(await open().take(sound)).sort(),
    );
  });

  it('drops what fills no batch at the end of an epoch, and refuses a batch that no epoch fills', async () => {
    const epochs = (await batches(open(), 9)).map((batch) => batch.map((one) => one[0]));
    expect(epochs.map((own) => new Set(own).size)).toEqual(Array(9).fill(1));
    expect(epochs.map(([epoch]) => epoch).join('')).toBe('000000001');
    const tooMany = open().take(sound + 1);
    await expect(tooMany).rejects.toThrow(UserError);
    await expect(tooMany).rejects.toThrow(`a batch of ${sound + 1} needs more than the ${sound} valid examples`);
  });

  it('stops at the end of an epoch with more damage than allowed, naming the first', async () => {
    const stream = open({}, undefined, shards, 0.1);
    await stream.take(sound);
    await expect(stream.take(4)).rejects.toThrow(/10 of 45 items are corrupt, more than maxCorruptShare = 0.1:\n/);
  });

  it('counts what is corrupt by epochs, with every seed and from every position on', async () => {
    const list = [listPart('list', 1000, (index) => stored(index < 10 ? `${index} bad` : String(index)))];
    for (const seed of [0, 1, 2, 3, 4]) {
      const log = () => new CorruptLog('made', 0.01, 1, () => undefined, 1000);
      const stream = new ShuffledStream(list, { ...given, seed }, log());
      for (let i = 0; i < 25; i += 1) await stream.take(100); // two and a half epochs
      const resumed = new ShuffledStream(list, { ...given, seed }, log(), stream.position);
      for (let i = 0; i < 10; i += 1) expect(ids(await resumed.take(100))).toEqual(ids(await stream.take(100)));
      const strict = new CorruptLog('made', 0.0099, 1, () => undefined, 1000);
      const reading = new ShuffledStream(list, { ...given, seed }, strict);
      await expect((async () => [await reading.take(990), await reading.take(1)])()).rejects.toThrow('are corrupt');
    }
  });

  it('resumes from a position of an earlier version', async () => {
    const stream = open();
    await stream.take(4);
    const { corrupt, ...position } = stream.position as { corrupt: unknown };
    expect(corrupt).toEqual({ damaged: expect.any(Number) as number, endedParts: 0 });
    expect(ids(await open({}, position).take(4))).toEqual(ids(await stream.take(4)));
  });

  it('refuses a position that no stream gave', () => {
    for (const position of [null, 7, {}, { ...open().position, epoch: -1 }]) {
      expect(() => open({}, position)).toThrow(UserError);
    }
  });
});
