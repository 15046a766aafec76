import {
  optionRows,
  type AnyComponent,
  type Dataset,
  type Evaluation,
  type Evaluator,
  type JsonObject,
} from '@alignclip/core';
import { toyDataset, type ToyItem, toyItems } from './toy-dataset';
import { perfectModel, randomModel } from './toy-models';

interface EvaluatorComponent extends AnyComponent {
  readonly make: (options: never, ...services: never[]) => Evaluator;
}

export interface EvaluatorExpectations {
  readonly options?: JsonObject;
  /** What the component injects after the data set. */
  readonly services?: readonly unknown[];
  /** Puts the examples into splits (default: all in "test"). */
  readonly dataset?: (items: readonly ToyItem[]) => Dataset;
  /** Scores of a model that is always right, where they are exact. */
  readonly perfect: Readonly<Record<string, number>>;
  /** Bounds of the scores of a random model. */
  readonly chance: Readonly<Record<string, readonly [low: number, high: number]>>;
}

/**
 * The contract of an evaluator, to be called at the top level of its spec. The data are 120 examples of four kinds
 * (class set "kind"), two captions each, in the split "test". Intervals are optional; an evaluator with the option
 * `resamples` gives one for every score.
 */
export function describeEvaluator(
  component: EvaluatorComponent,
  { options, services = [], dataset = toyDataset, perfect, chance }: EvaluatorExpectations,
): void {
  describe(`${component.type} as an evaluator`, () => {
    const items = toyItems(120);
    const injected = [dataset(items), ...services] as never[];
    const resampled = optionRows(component.options).some(({ name }) => name === 'resamples');
    const evaluator = component.make({ ...(resampled && { resamples: 200 }), ...options } as never, ...injected);
    let right: Evaluation;
    let guessed: Evaluation;
    beforeAll(async () => {
      right = await evaluator.evaluate(perfectModel(items));
      guessed = await evaluator.evaluate(randomModel());
    });

    it('is named after its type and puts the name before every score', () => {
      expect(evaluator.name).toBe(component.type);
      expect(Object.keys(right.scores).length).toBeGreaterThan(0);
      for (const key of Object.keys(right.scores)) expect(key.startsWith(`${component.type}/`)).toBe(true);
    });

    it('gives finite scores, and intervals around them', () => {
      for (const { scores, intervals = {} } of [right, guessed]) {
        expect(Object.entries(scores).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
        if (resampled) expect(Object.keys(intervals)).toEqual(Object.keys(scores));
        expect(Object.keys(scores)).toEqual(expect.arrayContaining(Object.keys(intervals)));
        for (const [key, [low, high]] of Object.entries(intervals)) {
          expect(low).toBeLessThanOrEqual(high);
          expect(scores[key]).toBeGreaterThanOrEqual(low - 0.05 * Math.abs(low) - 1e-6);
          expect(scores[key]).toBeLessThanOrEqual(high + 0.05 * Math.abs(high) + 1e-6);
        }
      }
    });

    for (const [key, value] of Object.entries(perfect)) {
      it(`gives a perfect model ${key} = ${value}`, () => expect(right.scores[key]).toBeCloseTo(value, 5));
    }

    for (const [key, [low, high]] of Object.entries(chance)) {
      it(`gives a random model ${key} near chance`, () => {
        expect(guessed.scores[key]).toBeGreaterThanOrEqual(low);
        expect(guessed.scores[key]).toBeLessThanOrEqual(high);
      });
    }

    it('gives the same evaluation again', async () => {
      expect(await evaluator.evaluate(randomModel())).toEqual(guessed);
    });

    it('keeps details that survive JSON', () => {
      expect(JSON.parse(JSON.stringify(right.details ?? null))).toEqual(right.details ?? null);
    });
  });
}
