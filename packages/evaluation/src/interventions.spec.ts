import { interventions } from './interventions';
import { describeEvaluator, givenModel, toyDataset, toyItems } from './testing';

describeEvaluator(interventions, {
  perfect: {
    'interventions/test/closing/image-to-text/R@1': 0,
    'interventions/test/closing/zero-shot/kind/top-1': 0,
    'interventions/test/closing/centroid-distance': 0,
  },
  chance: {
    'interventions/test/closing/image-to-text/R@1': [-0.05, 0.05],
    'interventions/test/closing/centroid-distance': [-0.3, 0],
  },
});

interface Details {
  readonly 'test/closing': {
    readonly gap: number;
    readonly shift: Readonly<Record<string, number[]>>;
    readonly ablation: Readonly<Record<string, number[]>>;
    readonly loss: {
      readonly logitScales: number[];
      readonly imageToText: number[][];
      readonly textToImage: number[][];
      readonly least: { loss: number; shift: number; logitScale: number };
    };
  };
}

/** Two pairs whose modalities differ in the third dimension only: images at height 1, texts at height −1. */
const layered = () => {
  const place: Readonly<Record<string, number[]>> = { east: [1, 0, -1], north: [0, 1, -1] };
  const model = givenModel(
    (number) => (number === 0 ? [1, 0, 1] : [0, 1, 1]),
    (text) => place[text]!,
  );
  const dataset = { ...toyDataset([{ captions: ['east'] }, { captions: ['north'] }]), classSets: [] };
  return { model, dataset };
};

describe('interventions', () => {
  it('equal the values computed by hand', async () => {
    const { model, dataset } = layered();
    const options = { shifts: [0, 1], dropped: [0, 1, 3], logitScales: [2], resamples: 0, lossPairs: 2 };
    const { scores, details } = await interventions.make(options, dataset).evaluate(model);
    // Rows (1, 0, ±1)/√2: the gap is √2, closing it leaves (1, 0, 0) and (0, 1, 0) of both modalities.
    expect(scores['interventions/test/closing/centroid-distance']).toBeCloseTo(-Math.SQRT2, 5);
    expect(scores['interventions/test/closing/alignment-score']).toBeCloseTo(1, 5); // from 0 to 1
    const { gap, shift, ablation, loss } = (details as unknown as Details)['test/closing'];
    expect(gap).toBeCloseTo(Math.SQRT2, 5);
    expect(shift['alignment-score']!.map((value) => Math.round(value * 1e5) / 1e5)).toEqual([0, 1]);
    expect(ablation['at']).toEqual([0, 1]);
    expect(ablation['alignment-score']![1]).toBeCloseTo(1, 5); // the third dimension is the gap
    // Before: cosines 0 with the own text, −1/2 with the other; after: 1 and 0. Scales 2 and the model's 100.
    expect(loss.logitScales).toEqual([2, 100]);
    expect(loss.imageToText[0]![0]).toBeCloseTo(Math.log(1 + Math.exp(-1)), 5);
    expect(loss.textToImage[1]![0]).toBeCloseTo(Math.log(1 + Math.exp(-2)), 5);
    expect(loss.least.logitScale).toBe(100);
  });

  it('leaves retrieval as it is where the gap is one offset of all rows, and follows prompts with the texts', async () => {
    const items = toyItems(8);
    const evaluator = interventions.make({ shifts: [0], dropped: [0], resamples: 0 }, toyDataset(items));
    const kinds = ['cat', 'dog', 'emu', 'fox'];
    const axis = (kind: number, height: number) => [...[0, 1, 2, 3].map((k) => Number(k === kind)), height];
    const model = givenModel(
      (number) => axis(number % 4, 2),
      (text) =>
        axis(
          kinds.findIndex((kind) => text.includes(kind)),
          -2,
        ),
    );
    const { scores, details } = await evaluator.evaluate(model);
    expect(scores['interventions/test/closing/zero-shot/kind/top-1']).toBeCloseTo(0, 6);
    expect((details as unknown as Details)['test/closing'].shift['zero-shot/kind/top-1']).toEqual([1]);
  });

  it('refuses an unknown class set', () => {
    expect(() => interventions.make({ classSets: ['knid'] }, toyDataset(toyItems(4)))).toThrow('"kind"');
  });
});
