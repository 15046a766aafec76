import { unknownName } from '@alignclip/core';
import { cellsOf, type Cell, type LoadedExperiment, loadExperiment, type Overrides } from '@alignclip/experiment';
import { join } from 'node:path';

/** One of our trainings of a run, and PyTorch's that it is compared with. */
export interface Arm {
  readonly name: string;
  readonly settings: Overrides;
  readonly theirs: 'float32' | 'bfloat16';
}

/** A variant of an experiment file that both sides train. */
export interface TwinCase {
  readonly experiment: LoadedExperiment;
  readonly variant: string;
  readonly steps: number;
  readonly arms: readonly Arm[];
  readonly isEvaluated: boolean;
}

const float32: Arm = { name: 'float32', settings: {}, theirs: 'float32' };
const arms: readonly Arm[] = [
  float32,
  { name: 'accumulate 4', settings: { 'trainer.accumulate': 4 }, theirs: 'float32' },
  { name: 'bfloat16', settings: { 'trainer.precision': 'bfloat16' }, theirs: 'bfloat16' },
];

const fileOf = (name: string): string => join(__dirname, '../../experiments', `${name}.ts`);

/**
 * All variants of the quickstart, and those of the remedies that train something else: without maps, which train nothing,
 * fixed temperatures, and the quickstart's own. Throws UserError on a name that none of them has.
 */
export function twinCases(wanted: readonly string[] | undefined, steps: number | undefined): TwinCase[] {
  const [quickstart, remedies] = [loadExperiment(fileOf('quickstart')), loadExperiment(fileOf('remedies'))];
  const main = Object.keys(quickstart.definition.variants);
  const others = cellsOf(remedies.definition, { seeds: [0] })
    .filter(({ config }) => (config.maps ?? []).length === 0 && config.temperature.type !== 'fixed-logit-scale')
    .map(({ variant }) => variant)
    .filter((variant) => !main.includes(variant));
  const all = [...main, ...others];
  for (const name of wanted ?? []) if (!all.includes(name)) throw unknownName('--variant', name, all);
  const cases = [
    ...main.map((variant) => ({ experiment: quickstart, variant, steps: steps ?? 400, arms, isEvaluated: true })),
    ...others.map((variant) => ({
      ...{ experiment: remedies, variant, steps: steps ?? 30 },
      ...{ arms: [float32], isEvaluated: false },
    })),
  ];
  return cases.filter(({ variant }) => wanted?.includes(variant) ?? true);
}

/** The cell of an arm, with seed 0. */
export function cellOf({ experiment, variant, steps }: TwinCase, { settings }: Arm): Cell {
  const changed = { 'trainer.steps': steps, ...settings };
  return cellsOf(experiment.definition, { variants: [variant], seeds: [0], settings: changed })[0]!;
}
