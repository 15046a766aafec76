import { fixedLogitScale, type ExperimentDefinition } from 'alignclip';

/** CLIP with temperatures that are not trained: what temperature alone does. */
export const atFixed = (...temperatures: readonly number[]): ExperimentDefinition['variants'] =>
  Object.fromEntries(
    temperatures.map((temperature) => [
      `CLIP, τ = ${temperature}`,
      { temperature: fixedLogitScale({ value: 1 / temperature }) },
    ]),
  );

/** A null for experiments with many variants. */
export const temperatures = atFixed(0.01, 0.02, 0.05, 0.1, 0.2);
