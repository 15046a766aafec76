import { madeQueries, madeRun } from '../../testing/made-run';
import { examplesOf } from './examples';
import { Images } from './images';

const colours = new Map([
  ['CLIP', '#111111'],
  ['SharedCLIP', '#222222'],
]);
const run = (variant: string, seed: number, details: unknown) =>
  madeRun(variant, seed, { details: { retrieval: details as never } });

describe('examplesOf', () => {
  it('puts the answers of the variants of one seed beside each other', () => {
    const part = { 'test/image-to-text': madeQueries(['a', 'b', 'c']), captions: 'first' };
    const images = new Images();
    const records = [run('CLIP', 0, part), run('SharedCLIP', 0, part), run('CLIP', 1, part)];
    const { sets, notes } = examplesOf(records, colours, images);
    expect(notes).toEqual([]);
    expect(sets.map(({ split, direction, seed }) => [split, direction, seed])).toEqual([
      ['test', 'image-to-text', 0],
      ['test', 'image-to-text', 1],
    ]);
    const [query] = sets[0]!.queries;
    expect(query!.item).toEqual({ id: 'a', caption: 'caption of a', image: 0 });
    expect(query!.answers.map(({ variant, rank }) => [variant, rank])).toEqual([
      ['CLIP', 1],
      ['SharedCLIP', 1],
    ]);
    expect(query!.answers[0]!.found[0]).toEqual({ id: 'a', caption: 'text 0', cosine: 0.5, right: true, image: 0 });
    expect(images.size).toBe(3);
  });

  it.each([
    ['nothing', undefined],
    ['an older version’s details', { 'test/image-to-text': { images: 3 } }],
    ['no queries', { 'test/text-to-image': { examples: [] } }],
    [
      'a rank that is none',
      { 'test/text-to-image': { examples: [{ id: 'a', caption: 'a', rank: 'first', found: [] }] } },
    ],
    ['another direction', { 'test/text-to-text': madeQueries(['a']) }],
  ])('says that there are none where the records hold %s', (_what, details) => {
    expect(examplesOf([run('CLIP', 0, details)], colours, new Images())).toEqual({
      sets: [],
      notes: [expect.stringContaining('No run has example queries')],
    });
  });

  it('names the runs that lack them', () => {
    const part = { 'test/image-to-text': madeQueries(['a']) };
    const { notes } = examplesOf([run('CLIP', 0, part), run('SharedCLIP', 0, undefined)], colours, new Images());
    expect(notes).toEqual(['Without example queries: SharedCLIP (seed 0).']);
  });
});
