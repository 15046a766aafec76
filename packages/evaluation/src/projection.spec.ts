import { projection } from './projection';
import { describeEvaluator, givenModel, perfectModel, toyDataset, toyItems } from './testing';

describeEvaluator(projection, {
  options: { mostPairs: 40, iterations: 150, neighbours: 1 },
  perfect: {},
  chance: { 'projection/test/sphere/mixing': [0.3, 0.7], 'projection/test/pca/explained-variance': [0.1, 0.3] },
});

describe('projection', () => {
  it('puts most captions of a perfect model next to their images', async () => {
    const items = toyItems(40);
    const options = { iterations: 400, perplexity: 3, neighbours: 1, resamples: 0 };
    const { scores } = await projection.make(options, toyDataset(items)).evaluate(perfectModel(items));
    expect(scores['projection/test/sphere/mixing']).toBeGreaterThan(0.75);
  });

  it('sees two modalities that are apart as apart, and keeps the points with ids and captions', async () => {
    const items = toyItems(24);
    const evaluator = projection.make({ iterations: 150, neighbours: 5, resamples: 0 }, toyDataset(items));
    const turn = (number: number) => [Math.cos(number), Math.sin(number)];
    const model = givenModel(
      (number) => [...turn(number), 8],
      (text) => [...turn(Number(text.split(' ')[2])), -8],
    );
    const { scores, details } = await evaluator.evaluate(model);
    expect(scores['projection/test/sphere/mixing']).toBeLessThan(0.05);
    expect(scores['projection/test/pca/explained-variance']).toBeCloseTo(1, 5);
    const { ids, captions, pca, sphere } = (details as unknown as { test: Record<string, never[]> })[
      'test'
    ] as unknown as {
      ids: string[];
      captions: string[];
      pca: { image: number[][] };
      sphere: { text: number[][] };
    };
    expect([ids.length, captions[0], pca.image.length, sphere.text[0]!.length]).toEqual([24, 'cat number 0', 24, 3]);
    expect(Math.abs(pca.image[0]![0]!)).toBeCloseTo(8 / Math.sqrt(65), 3); // the first axis is the gap
  });
});
