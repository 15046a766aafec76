import { madeMixedQueries, madeQueries, madeRun } from '../../testing/made-run';
import { examplesOf } from './examples';
import { Images } from './read-images';

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
    expect(sets.map(({ split, finds, byImage, seed }) => [split, finds, byImage, seed])).toEqual([
      ['test', 'captions of an image', true, '0'],
      ['test', 'captions of an image', true, '1'],
    ]);
    const [query] = sets[0]!.queries;
    expect(query!.item).toEqual({ id: 'a', caption: 'caption of a', image: 0 });
    expect(query!.answers.map(({ variant, rank }) => [variant, rank])).toEqual([
      ['CLIP', 1],
      ['SharedCLIP', 1],
    ]);
    const found = { id: 'a', caption: 'text 0', score: 0.5, right: true, shown: 'text', image: -1 };
    expect(query!.answers[0]!.found[0]).toEqual(found);
    expect(images.size).toBe(3);
  });

  it('marks variants whose numbers come from what is scored, and says what the marks are', () => {
    const part = { 'test/image-to-text': madeQueries(['a']), captions: 'first' };
    const maps = [{ type: 'sinkhorn', fitOn: 'train', examples: 9, scoredOn: ['test'], transductive: true }];
    const records = [run('CLIP', 0, part), { ...run('SharedCLIP', 0, part), maps }];
    const { sets, notes } = examplesOf(records, colours, new Images());
    const [query] = sets[0]!.queries;
    expect(query!.answers.map(({ variant, colour }) => [variant, colour])).toEqual([
      ['CLIP', '#111111'],
      ['SharedCLIP §', '#222222'],
    ]);
    expect(notes).toEqual([expect.stringContaining('§ Transductive, because')]);
  });

  it('shows what is found among images and texts as each is, and reads the images only', () => {
    const [query] = madeMixedQueries(['a', 'b']);
    const mixed = { queries: 'captions', shares: [0, 1], test: { examples: [query], chance: 0.1 } };
    const images = new Images();
    const details = { 'mixed-retrieval': mixed as never };
    const { sets, notes } = examplesOf([madeRun('CLIP', 0, { details })], colours, images);
    expect(notes).toEqual([]);
    expect(sets).toMatchObject([{ split: 'test', finds: 'images and captions of a caption', byImage: false }]);
    expect(sets[0]!.queries[0]!.answers[0]!.found.map(({ shown, image }) => [shown, image])).toEqual([
      ['image', 0],
      ['text', -1],
    ]);
    expect(images.size).toBe(1);
  });

  it('names the class set where classes are the queries, and the one that is searched within a modality', () => {
    const mixed = { queries: 'classes', 'test/coarse': { examples: madeMixedQueries(['a']) } };
    const nearest = { 'image-to-image': madeQueries(['a', 'b']).examples, 'text-to-text': madeQueries(['b']).examples };
    const details = {
      'mixed-retrieval': mixed,
      'intra-modal-retrieval': { captions: 'first', 'test/kind': { nearest } },
    };
    const { sets } = examplesOf([madeRun('CLIP', 0, { details: details })], colours, new Images());
    expect(sets.map(({ split, finds, byImage, queries }) => [split, finds, byImage, queries.length])).toEqual([
      ['test', 'images and captions of a class (coarse)', false, 1],
      ['test', 'images like an image (kind)', true, 2],
      ['test', 'captions like a caption (kind)', false, 1],
    ]);
  });

  it('shows the queries of clusters, votes, classifiers and changes', () => {
    const examples = madeMixedQueries(['a', 'b']);
    const [{ rank: _, ...unranked }] = examples as [(typeof examples)[number]];
    const changed = { ...unranked, found: unranked.found.map((one) => ({ ...one, under: 'noise-0.04' })) };
    const details = {
      'knn-probe': { captions: 'first', 'test/kind': { nearest: { image: examples, text: [] } } },
      clustering: { captions: 'first', 'test/kind': { nearest: { image: [], text: [unranked] } } },
      interchangeability: { captions: 'first', 'test/kind': { guessed: { 'text-to-image': examples } } },
      robustness: { templates: {}, 'test/text-to-image': { examples: [changed] } },
    };
    const { sets } = examplesOf([madeRun('CLIP', 0, { details })], colours, new Images());
    expect(sets.map(({ finds, byImage, queries }) => [finds, byImage, queries.length])).toEqual([
      ['what votes on an image (kind)', true, 2],
      ['what is in one cluster with a caption (kind)', false, 1],
      ['the class of an image, as captions teach it (kind)', true, 2],
      ['what stays nearest to a caption under changes', false, 1],
    ]);
    expect(sets[1]!.queries[0]!.answers[0]!.rank).toBeUndefined();
    expect(sets[3]!.queries[0]!.answers[0]!.found[0]).toMatchObject({ under: 'noise-0.04', image: 0 });
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

  it('counts what was found without a number as missing', () => {
    const found = [{ id: 'a', caption: 'a', right: true }];
    const examples = [{ id: 'a', caption: 'a', rank: 1, found }];
    expect(examplesOf([run('CLIP', 0, { 'test/image-to-text': { examples } })], colours, new Images()).sets).toEqual(
      [],
    );
  });

  it('names the runs that lack them', () => {
    const part = { 'test/image-to-text': madeQueries(['a']) };
    const { notes } = examplesOf([run('CLIP', 0, part), run('SharedCLIP', 0, undefined)], colours, new Images());
    expect(notes).toEqual(['Without example queries: SharedCLIP (seed 0).']);
  });
});
