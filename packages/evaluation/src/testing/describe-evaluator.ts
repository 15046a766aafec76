import type { AnyComponent, Dataset, Evaluation, Evaluator, JsonObject } from '@alignclip/core';
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
 * (class set "kind"), two captions each, in the split "test".
 */
export function describeEvaluator(
  component: EvaluatorComponent,
  { options, services = [], dataset = toyDataset, perfect, chance }: EvaluatorExpectations,
): void {
  describe(`${component.type} as an evaluator`, () => {
    const items = toyItems(120);
    const injected = [dataset(items), ...services] as never[];
    const evaluator = component.make({ resamples: 200, ...options } as never, ...injected);
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

    it('gives finite scores, each with an interval around it', () => {
      for (const { scores, intervals = {} } of [right, guessed]) {
        expect(Object.keys(intervals)).toEqual(Object.keys(scores));
        for (const [key, [low, high]] of Object.entries(intervals)) {
          expect(Number.isFinite(scores[key])).toBe(true);
          expect(low).toBeLessThanOrEqual(high);
          expect(scores[key]).toBeGreaterThanOrEqual(low - 0.05 * Math.abs(low) - 1e-6);
          expect(scores[key]).toBeLessThanOrEqual(high + 0.05 * Math.abs(high) + 1e-6);
        }
      }
    });

    const exact = Object.entries(perfect);
    if (exact.length > 0) {
      it.each(exact)('gives a perfect model %s = %d', (key, value) => {
        expect(right.scores[key]).toBeCloseTo(value, 5);
      });
    }

    it.each(Object.entries(chance))('gives a random model %s near chance', (key, [low, high]) => {
      expect(guessed.scores[key]).toBeGreaterThanOrEqual(low);
      expect(guessed.scores[key]).toBeLessThanOrEqual(high);
    });

    it('gives the same evaluation again', async () => {
      expect(await evaluator.evaluate(randomModel())).toEqual(guessed);
    });

    it('keeps details that survive JSON', () => {
      expect(JSON.parse(JSON.stringify(right.details ?? null))).toEqual(right.details ?? null);
    });
  });
}
