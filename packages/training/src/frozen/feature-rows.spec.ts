import { Interrupted } from '@alignclip/core';
import { EmbeddingStore } from '@alignclip/formats';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FeatureRows } from './feature-rows';
import { keepsFeatures } from './trunk-plan';

interface Item {
  readonly value: number;
}
const items = (...values: number[]): Item[] => values.map((value) => ({ value }));

/** Rows [v, -v], and the items that they were computed of. */
function made(store?: EmbeddingStore, remembers = true) {
  const computed: number[] = [];
  const rows = new FeatureRows<Item>({
    what: 'made features',
    width: 2,
    keyOf: ({ value }) => String(value),
    compute: (some) =>
      some.map(({ value }) => {
        computed.push(value);
        return Float32Array.of(value, -value);
      }),
    store,
    remembers,
  });
  return { rows, computed };
}

describe('FeatureRows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-rows-'));
  const opened = () => new EmbeddingStore(folder, 2);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('computes each item once, and never what is on the disk', async () => {
    const first = made(opened());
    expect([...(await first.rows.rows(items(1, 2, 1))).values]).toEqual([1, -1, 2, -2, 1, -1]);
    expect([...(await first.rows.rows(items(2, 3))).values]).toEqual([2, -2, 3, -3]);
    expect(first.computed).toEqual([1, 2, 3]);
    const next = made(opened());
    expect(await next.rows.count(items(1, 3, 4, 4))).toEqual({ kept: 2, total: 3 });
    await next.rows.prepare(items(1, 2, 3, 4));
    expect(next.computed).toEqual([4]);
  });

  it('remembers rows where there is no disk, and computes each time where it is told to', async () => {
    const [memory, nowhere] = [made(), made(undefined, false)];
    for (const { rows } of [memory, nowhere]) for (let i = 0; i < 2; i += 1) await rows.rows(items(5));
    expect([memory.computed, nowhere.computed]).toEqual([[5], [5, 5]]);
    await nowhere.rows.prepare(items(6));
    expect(nowhere.computed).toEqual([5, 5]);
    expect([memory.rows.canRelease, made(opened()).rows.canRelease]).toEqual([false, true]);
  });

  it('finds the row of a released item, and says where it is lost', async () => {
    const { rows } = made(opened());
    const [item, empty] = items(7, 0);
    await rows.prepare([item!]);
    expect([...(await rows.rows([rows.release(item!, empty!)])).values]).toEqual([7, -7]);
    const later = made(opened()).rows;
    const stand = later.release(item!, { value: 0 });
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await expect(later.rows([stand])).rejects.toThrow('made features: a row is lost in the cache; run it again');
  });

  it('stops after the current write, and goes on from there', async () => {
    const some = items(...Array.from({ length: 600 }, (_, i) => 1000 + i));
    const stop = new AbortController();
    const stopped = made(opened());
    await expect(stopped.rows.prepare(some, () => stop.abort(), stop.signal)).rejects.toThrow(Interrupted);
    expect(stopped.computed).toEqual(some.slice(0, 256).map(({ value }) => value));
    const next = made(opened());
    expect(await next.rows.count(some)).toEqual({ kept: 256, total: 600 });
    await next.rows.prepare(some);
    expect(next.computed).toEqual(some.slice(256).map(({ value }) => value));
  });

  it('reports how many of how many are ready', async () => {
    const seen: [string, number, number][] = [];
    await made(opened()).rows.prepare(items(...Array.from({ length: 300 }, (_, i) => 100 + i)), (...one) =>
      seen.push(one),
    );
    expect(seen).toEqual([
      ['made features', 256, 300],
      ['made features', 300, 300],
    ]);
  });
});

describe('ALIGNCLIP_FEATURE_CACHE', () => {
  it('is on, off, or an error that names the nearest', () => {
    const of = (wanted?: string) => keepsFeatures({ ALIGNCLIP_FEATURE_CACHE: wanted });
    expect([of(), of(''), of('on'), of('off')]).toEqual([true, true, true, false]);
    expect(() => of('of')).toThrow(/ALIGNCLIP_FEATURE_CACHE.*"of".*"off"/);
  });
});
