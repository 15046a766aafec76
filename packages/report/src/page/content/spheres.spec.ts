import { madePoints, madeProjection, madeRun } from '../../testing/made-run';
import { Images } from './read-images';
import { spheresOf } from './spheres';

const colours = new Map([
  ['CLIP', '#111111'],
  ['SharedCLIP', '#222222'],
]);
const withDetails = (variant: string, projection: unknown) =>
  madeRun(variant, 0, { details: { projection: projection as never } });
const whole = madeProjection(['a', 'b', 'c']);

describe('spheresOf', () => {
  it('gives the points of each run and split, and asks for the images once', () => {
    const images = new Images();
    const records = [
      withDetails('CLIP', { test: whole, captions: 'first' }),
      madeRun('SharedCLIP', 1, { details: { projection: { test: whole, 'test-shift': whole } } }),
    ];
    const { spheres, notes } = spheresOf(records, colours, images);
    expect(notes).toEqual([]);
    expect(spheres.map(({ variant, seed, split, colour }) => [variant, seed, split, colour])).toEqual([
      ['CLIP', '0', 'test', '#111111'],
      ['SharedCLIP', '1', 'test', '#222222'],
      ['SharedCLIP', '1', 'test-shift', '#222222'],
    ]);
    expect(spheres[0]!.caption).toBe('3 pairs: 25 % of a point’s neighbours are of the other modality');
    expect(spheres[0]!.pairs[1]).toEqual({ id: 'b', caption: 'caption of b', image: 1 });
    expect(spheres[1]!.pairs[1]!.image).toBe(1);
    expect([images.size, images.sources.length]).toEqual([6, 2]);
  });

  describe('of a variant with maps', () => {
    const trainingKey = 'a'.repeat(64);
    const maps = [{ type: 'centring', fitOn: 'train', examples: 9, scoredOn: ['test'], transductive: false }];
    const before = (change: object, points = whole) => {
      const base = madeRun('CLIP', 0, { trainingKey, details: { projection: { test: whole } } });
      const mapped = madeRun('SharedCLIP', 0, { trainingKey, maps, details: { projection: { test: points } } });
      return spheresOf([{ ...base, ...change }, mapped], colours, new Images()).spheres.map((sphere) => sphere.before);
    };

    it('names the sphere of the same weights without them', () => {
      expect(before({})).toEqual([undefined, 0]);
    });

    it.each([
      ['other weights', { trainingKey: 'b'.repeat(64) }],
      ['weights that no key names', { trainingKey: undefined }],
      ['maps too', { maps }],
      ['another split', { details: { projection: { other: whole } } }],
    ])('names none where the other run has %s', (_what, change) => {
      expect(before(change)).toEqual([undefined, undefined]);
    });

    it('names none where the pairs differ', () => {
      expect(before({}, madeProjection(['a', 'b', 'z']))).toEqual([undefined, undefined]);
    });
  });

  it('marks variants whose numbers come from what is scored, and says what the marks are', () => {
    const maps = [{ type: 'sinkhorn', fitOn: 'test', examples: 9, scoredOn: ['test'], transductive: true }];
    const records = [withDetails('CLIP', { test: whole }), { ...withDetails('SharedCLIP', { test: whole }), maps }];
    const { spheres, notes } = spheresOf(records, colours, new Images());
    expect(spheres.map(({ variant, colour }) => [variant, colour])).toEqual([
      ['CLIP', '#111111'],
      ['SharedCLIP § †', '#222222'],
    ]);
    expect(notes.map((note) => note.split(/[,:]/)[0])).toEqual(['§ Transductive', '† No fair comparison']);
  });

  it('keeps points within the unit ball, to a thousandth', () => {
    const pca = { image: [[3, 0, 0]], text: [[0, 4, 0.0001]] };
    const { spheres } = spheresOf(
      [withDetails('CLIP', { test: { ids: ['a'], captions: ['b'], pca } })],
      colours,
      new Images(),
    );
    expect(spheres[0]!.views).toEqual({ sphere: undefined, pca: { image: [[0.75, 0, 0]], text: [[0, 1, 0]] } });
  });

  it.each([
    ['no details', undefined],
    ['details that are no object', 'none'],
    ['a list', []],
    ['a split without points', { test: { ids: ['a'], captions: ['a'] } }],
    ['fewer captions than ids', { test: { ...whole, captions: ['a'] } }],
    ['fewer points than ids', { test: { ...whole, sphere: madePoints(2) } }],
    ['points of two numbers', { test: { ids: ['a'], captions: ['a'], sphere: { image: [[0, 1]], text: [[0, 1]] } } }],
    ['points that are no numbers', { test: { ids: ['a'], captions: ['a'], pca: { image: [['1', 1, 1]], text: [] } } }],
  ])('shows none where a record has %s, and says so', (_what, projection) => {
    const records = [withDetails('CLIP', projection)];
    expect(spheresOf(records, colours, new Images())).toEqual({
      spheres: [],
      notes: [expect.stringContaining('add projection() to the evaluators')],
    });
  });

  it('names the runs without points where others have some', () => {
    const { notes } = spheresOf(
      [withDetails('CLIP', { test: whole }), madeRun('SharedCLIP', 3)],
      colours,
      new Images(),
    );
    expect(notes).toEqual(['Without points, because the evaluator projection is missing: SharedCLIP (seed 3).']);
  });

  it('tells the folds of a seed apart', () => {
    const onFold = (index: number) => ({
      dataset: { slot: 'dataset', type: 'fold', options: { of: 3, index } },
    });
    const records = [0, 2].map((index) =>
      madeRun('CLIP', 1, { config: onFold(index), details: { projection: { test: whole } } }),
    );
    const without = madeRun('CLIP', 1, { config: onFold(1), details: {} });
    const { spheres, notes } = spheresOf([...records, without], colours, new Images());
    expect(spheres.map(({ seed }) => seed)).toEqual(['1, fold 0', '1, fold 2']);
    expect(notes).toEqual([expect.stringContaining('CLIP (seed 1, fold 1)')]);
  });

  it('shows the first seeds where there are very many', () => {
    const records = Array.from({ length: 45 }, (_, seed) =>
      madeRun('CLIP', 44 - seed, { details: { projection: { test: whole } } }),
    );
    const { spheres, notes } = spheresOf(records, colours, new Images());
    expect(spheres.map(({ seed }) => seed)).toEqual(Array.from({ length: 40 }, (_, i) => String(39 - i)));
    expect(notes).toEqual(['Only the first 40 of 45 spheres are shown.']);
  });
});
