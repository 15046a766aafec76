import { classBars } from './class-bars';
import { describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

describeFigure(classBars.type, classBars.make({}), { texts: ['recall (%)', 'animal', 'food', 'tool'], isStyled: true });

describe('classBars', () => {
  it('keeps the classes in which variants differ most, and says so', () => {
    const { spec, notes } = classBars.make({ most: 1 }).draw(figureRecords());
    const { values } = spec!['data'] as { values: { label: string }[] };
    expect(new Set(values.map(({ label }) => label))).toEqual(new Set(['food']));
    expect(notes[1]).toBe('2 classes in which variants differ less, or not at all, are left out.');
  });
});
