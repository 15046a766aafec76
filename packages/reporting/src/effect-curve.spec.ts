import { comparePaired } from '@alignclip/metrics';
import { effectCurve } from './effect-curve';
import { describeFigure } from './testing/describe-figure';
import { madeRecord } from './testing/made-records';

const gap = { name: 'gap', score: 'gap' };

describeFigure(
  effectCurve.type,
  effectCurve.make({
    ...gap,
    x: 'beta',
    factor: 'gamma',
    effects: [{ name: 'sharing', baseline: '0', treatment: '1' }],
  }),
  { texts: ['Effect on gap by beta', 'difference in gap', 'beta'], isStyled: false },
);

const made = (temperature: string, variant: string, values: readonly number[]) =>
  values.map((value, seed) => ({
    ...madeRecord(`${variant}, ${temperature}`, seed, { gap: value }),
    factors: { temperature, variant },
  }));

const figure = effectCurve.make({
  ...gap,
  x: 'temperature',
  effects: [
    { name: 'sharing', baseline: 'CLIP', treatment: 'SharedCLIP' },
    { name: 'separation', baseline: 'CLIP', treatment: 'CLIP + IMSep' },
  ],
});

interface Point {
  readonly variant: string;
  readonly x: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

const pointsOf = (records: Parameters<typeof figure.draw>[0]) =>
  (figure.draw(records).spec!['data'] as unknown as { readonly values: readonly Point[] }).values;

describe('effectCurve', () => {
  const before = [0.9, 0.8, 0.85];
  const after = [0.3, 0.25, 0.2];
  const records = [
    ...made('cold', 'CLIP', before),
    ...made('cold', 'SharedCLIP', after),
    ...made('warm', 'CLIP', [0.1, 0.2]),
    ...made('warm', 'SharedCLIP', [0.3, 0.4, 0.5]),
  ];

  it('gives the paired difference and its t interval at each value of the factor', () => {
    const [cold, warm] = pointsOf(records);
    const { difference, interval } = comparePaired(after, before);
    expect(cold).toEqual({
      variant: 'sharing',
      x: 'cold',
      difference,
      low: interval![0],
      high: interval![1],
      pairs: 3,
    });
    expect(warm!.difference).toBeCloseTo(0.2, 12);
    expect(warm!.pairs).toBe(2);
  });

  it('draws only effects that have both sides', () => {
    expect(pointsOf(records).map(({ variant, x }) => [variant, x])).toEqual([
      ['sharing', 'cold'],
      ['sharing', 'warm'],
    ]);
    expect(figure.draw(records.slice(0, 3)).notes).toEqual([
      'No run with gap is part of a grid over temperature and variant, on both sides.',
    ]);
  });

  it('says how many pairs the points rest on', () => {
    expect(figure.draw(records).notes[0]).toContain('means of 2 to 3 paired differences');
    const single = figure.draw(records.filter(({ seed }) => seed === 0));
    expect(single.notes).toEqual(['One pair of runs: the spread is unknown.']);
  });

  it('draws nothing where a third factor varies, rather than mixing its runs', () => {
    const varied = records.map((record, i) => ({ ...record, factors: { ...record.factors, width: i } }));
    expect(figure.draw(varied).notes).toEqual(['No run is drawn: the grid varies more than the two factors.']);
  });
});
