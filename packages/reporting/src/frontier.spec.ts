import type { RunRecord } from '@alignclip/core';
import { frontier } from './frontier';
import { renderSvg } from './rendering/render-figure';
import { describeFigure } from './testing/describe-figure';
import { nullRecords, remedyRecords } from './testing/frontier-records';

const measures = {
  gap: { name: 'centroid distance', score: 'gap' },
  task: { name: 'R@10', score: 'recall', percent: true, better: 'higher' as const },
};
describeFigure(frontier.type, frontier.make(measures), {
  texts: ['centroid distance', 'R@10 (%)', 'Is it more than temperature?'],
  isStyled: true,
});

type Layer = { readonly data: { readonly values: readonly Record<string, unknown>[] } };
const layersOf = (records: Parameters<ReturnType<typeof frontier.make>['draw']>[0]) =>
  (frontier.make(measures).draw(records).spec!['layer'] as unknown as readonly Layer[]).map(({ data }) => data.values);

describe('frontier', () => {
  const records = [...nullRecords(), ...remedyRecords('R', { gap: 0.3, recall: 0.9 })];

  it('draws the band, the curve by temperature, and each remedy with its intervals', async () => {
    const [band, curve, points] = layersOf(records);
    expect(curve!.map(({ label }) => label)).toEqual(
      ['0.01', '0.02', '0.04', '0.08', '0.14', '0.2'].map((temperature) => `τ = ${temperature}`),
    );
    expect(points).toHaveLength(1);
    const { x, y, left, right, low, high } = points![0] as Record<string, number>;
    expect(left! < x! && x! < right! && low! < y! && y! < high!).toBe(true);
    for (const row of band as Record<string, number>[]) expect(row['low']).toBeLessThanOrEqual(row['high']!);
    expect(Math.max(...band!.map((row) => row['x'] as number))).toBeLessThan(0.7);
    expect(await renderSvg(frontier.make(measures).draw(records))).toContain('τ = 0.08');
  });

  it('says what each remedy is', () => {
    const { notes } = frontier.make(measures).draw(records);
    expect(notes.join(' ')).toMatch(/R is off the frontier of fixed temperatures: R@10 \d/);
  });

  it('draws cells without a remedy, a remedy without cells, and no band over one cell', () => {
    expect(layersOf(nullRecords()).map(({ length }) => length)).toEqual([61, 6]);
    expect(layersOf(remedyRecords('R', { gap: 0.3, recall: 0.9 })).map(({ length }) => length)).toEqual([1]);
    expect(layersOf(nullRecords({ temperatures: [0.1] })).map(({ length }) => length)).toEqual([1]);
  });

  type Drawn = { readonly encoding?: Record<'x' | 'y', { readonly scale?: { readonly domain?: number[] } }> };
  const framesOf = (drawn: readonly RunRecord[]) => {
    const { spec, notes } = frontier.make(measures).draw(drawn);
    const { encoding, layer } = (spec!['layer'] as unknown as readonly (Drawn & { layer: Drawn[] })[]).at(-1)!;
    const { x, y } = (encoding?.x ? encoding : layer.at(-1)!.encoding)!;
    return { x: x.scale!.domain!, y: y.scale!.domain!, isCut: notes.join().includes('go on beyond') };
  };
  const two = { seeds: [0, 1], noise: 0.03 };

  it('shows no share above 1 and no distance below 0, however wide the intervals of two seeds are', async () => {
    const drawn = [
      ...nullRecords({ ...two, temperatures: [0.01, 0.02, 0.08] }),
      ...remedyRecords('R', { gap: 0.1, recall: 0.9 }, two),
    ];
    const { x, y, isCut } = framesOf(drawn);
    expect([x[0], y[1], isCut]).toEqual([0, 1, true]);
    expect(x[1]).toBeLessThan(1.4);
    expect(await renderSvg(frontier.make(measures).draw(drawn))).not.toMatch(/>1[1-9]0</);
  });

  it('gives a single point and equal scores room on both sides', () => {
    const { x, y, isCut } = framesOf(remedyRecords('R', { gap: 0.3, recall: 0.5 }, { seeds: [0], noise: 0 }));
    expect([...x, ...y].map((value) => Number(value.toFixed(3)))).toEqual([0.27, 0.33, 0.45, 0.55]);
    expect(isCut).toBe(false);
  });

  it('shows whole intervals where they are no wider than what is drawn', () => {
    const drawn = [...nullRecords(), ...remedyRecords('R', { gap: 0.3, recall: 0.6 })];
    expect(framesOf(drawn).isCut).toBe(false);
  });
});
