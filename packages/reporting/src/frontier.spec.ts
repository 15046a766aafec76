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
});
