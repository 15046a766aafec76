import { mixedSearch } from './mixed-search';
import { describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

describeFigure(mixedSearch.type, mixedSearch.make({}), {
  texts: ['NDCG@10 (%)', 'documents that are images (%)'],
  isStyled: true,
});

describe('mixedSearch', () => {
  it('takes the shares that were measured, in their order, and other k and class sets apart', () => {
    const { spec } = mixedSearch.make({}).draw(figureRecords());
    const { values } = spec!['data'] as { values: { variant: string; share: number }[] };
    expect(values.filter(({ variant }) => variant === 'CLIP').map(({ share }) => share)).toEqual([0, 0.5, 1]);
    expect(mixedSearch.make({ k: 5 }).draw(figureRecords()).notes[0]).toMatch('No run has scores of mixed-retrieval');
    expect(mixedSearch.make({ classSet: 'coarse' }).title).toBe('Search among texts and images (test, coarse)');
  });
});
