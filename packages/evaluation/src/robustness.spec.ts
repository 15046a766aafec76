import { matrixFromRows } from '@alignclip/metrics';
import { robustness } from './robustness';
import { kept, nearestItems } from './robustness/kept';
import { noisy, quantised } from './robustness/perturb';
import { describeEvaluator, givenModel, randomModel, toyDataset, toyItems } from './testing';

const key = (direction: string, name: string) => `robustness/test/${direction}/${name}`;

describeEvaluator(robustness, {
  options: { variances: [1e-9, 0.04], levels: [2, 65_536] },
  perfect: {
    [key('text-to-image', 'noise-1e-9')]: 1,
    [key('image-to-text', 'levels-65536')]: 1,
  },
  chance: {
    [key('text-to-image', 'noise-1e-9')]: [0.95, 1],
    [key('text-to-image', 'noise-0.04')]: [0, 0.6],
    [key('image-to-text', 'template-1')]: [0, 0.05], // 1 of 120
  },
});

describe('robustness', () => {
  const dataset = toyDataset(toyItems(40));
  const turn = (angle: number) => [Math.cos(angle), Math.sin(angle)];

  it('falls as the noise grows', async () => {
    const { scores } = await robustness.make({ variances: [0.001, 0.01, 0.1, 1] }, dataset).evaluate(randomModel());
    const shares = [0.001, 0.01, 0.1, 1].map((variance) => scores[key('text-to-image', `noise-${variance}`)]!);
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
    expect(shares[0]! - shares[3]!).toBeGreaterThan(0.3);
  });

  it('gives another answer for another seed and the same for the same', async () => {
    const run = (seed: number, draws = 1) =>
      robustness.make({ seed, draws, resamples: 0 }, dataset).evaluate(randomModel());
    expect(await run(1)).toEqual(await run(1));
    expect((await run(1)).scores).not.toEqual((await run(2)).scores);
    expect((await run(1, 3)).scores).not.toEqual((await run(1)).scores);
  });

  it('says where a template changes nothing that the model sees', async () => {
    const model = { ...randomModel(), textKey: (text: string) => text.replace('a photo of ', '').replace(/\.$/, '') };
    const { undefinedScores, details } = await robustness.make({}, dataset).evaluate(model);
    expect(undefinedScores![key('text-to-image', 'template-1')]).toBe('the model sees no difference');
    expect(details).toMatchObject({ templates: { 'template-1': 'a photo of {}.' } });
  });

  it('takes captions that look the same once, and keeps nothing where the nearest are tied', async () => {
    const twins = toyDataset([['a'], ['a'], ['b']].map((captions) => ({ captions })));
    const model = givenModel(
      (number) => turn(number < 2 ? 0 : 1),
      (text) => turn(text.includes('b') ? 1 : 0),
    );
    const { scores, details } = await robustness.make({ levels: [65_536], variances: [] }, twins).evaluate(model);
    expect(scores[key('image-to-text', 'levels-65536')]).toBe(1);
    expect(scores[key('text-to-image', 'levels-65536')]).toBe(0.5); // two images are one point
    expect(details).toMatchObject({
      'test/text-to-image': { queries: 2, tied: 1 },
      'test/image-to-text': { items: 2 },
    });
  });

  it('shows what is nearest to a query before and under each change', async () => {
    const { details } = await robustness.make({ variances: [1e-9], levels: [] }, dataset).evaluate(randomModel());
    type Shown = { id: string; caption: string; found: { id: string; right: boolean; shown: string; under: string }[] };
    const { examples } = (details as Record<string, { examples: Shown[] }>)['test/text-to-image']!;
    expect(examples).toHaveLength(12);
    expect(examples[0]).toMatchObject({ id: 'item-0', caption: 'cat number 0' });
    for (const { found } of examples) {
      expect(found.map(({ under }) => under)).toEqual(['plain', 'noise-1e-9', 'template-1']);
      expect(found.map(({ right }) => right)).toEqual([true, true, found[2]!.id === found[0]!.id]);
      expect(found.every(({ shown }) => shown === 'image')).toBe(true);
    }
  });

  it('compares templates only where rows have lengths that count', async () => {
    const similarity = {
      rows: 'own' as const,
      scorer: () => (_: unknown, query: number, into: Float64Array) =>
        into.map((__, i) => (into[i] = -Math.abs(i - query))),
    };
    const { scores, undefinedScores } = await robustness.make({}, dataset).evaluate({ ...randomModel(), similarity });
    expect(scores).toEqual({ [key('text-to-image', 'template-1')]: 1, [key('image-to-text', 'template-1')]: 1 });
    expect(undefinedScores![key('text-to-image', 'levels-32')]).toMatch('lengths that count');
  });

  it('needs no classes', () => {
    expect(() => robustness.make({}, { ...dataset, classSets: [] })).not.toThrow();
    expect(() => robustness.make({ templates: ['no place'] }, dataset)).toThrow();
  });
});

describe('kept', () => {
  const [queries, items] = [
    matrixFromRows([
      [1, 0],
      [0, 1],
    ]),
    matrixFromRows([
      [0.9, 0.1],
      [0.2, 0.8],
    ]),
  ];
  const search = { queries, items, modality: 'image' as const, similarity: undefined };

  it('is the share of the changes after which the nearest item is the same one', () => {
    const swapped = {
      ...search,
      items: matrixFromRows([
        [0.2, 0.8],
        [0.1, 0.7],
      ]),
    };
    expect([...nearestItems(search)]).toEqual([0, 1]);
    const { shares, first } = kept(nearestItems(search), [() => search, () => swapped]);
    expect([...shares]).toEqual([1, 0.5]);
    expect(first).toEqual(nearestItems(search));
  });
});

describe('perturbed rows', () => {
  const rows = matrixFromRows([
    [0.6, 0.8],
    [-0.8, 0.6],
  ]);

  it('are rounded to levels between the smallest and the largest coordinate', () => {
    const direction = ({ values }: { values: Float32Array }, i: number) => values[2 * i]! / values[2 * i + 1]!;
    expect(direction(quantised(rows, 3), 0)).toBe(1); // levels −.8, 0, .8: .6 is rounded to .8
    expect(direction(quantised(rows, 65_536), 1)).toBeCloseTo(-4 / 3, 3);
    expect([
      ...quantised(
        matrixFromRows([
          [1, 1],
          [1, 1],
        ]),
        4,
      ).values,
    ]).toEqual([1, 1, 1, 1]);
    expect(
      [
        ...quantised(
          matrixFromRows([
            [-1, 1],
            [0.1, 0.1],
          ]),
          3,
        ).values,
      ].slice(2),
    ).toEqual([0, 0]);
  });

  it('have noise of the given variance, and length 1', () => {
    const many = { rows: 2000, columns: 2, values: Float32Array.from({ length: 4000 }, (_, i) => Number(i % 2 === 0)) };
    const { values } = noisy(many, 1e-4, [0]);
    const squares = values.reduce((sum, value, i) => sum + (i % 2 === 0 ? 0 : value * value), 0);
    expect(Math.abs(squares / 2000 / 1e-4 - 1)).toBeLessThan(0.1);
    expect(Math.hypot(values[0]!, values[1]!)).toBeCloseTo(1, 6);
  });
});
