import { type JsonObject, UserError } from '@alignclip/core';
import { type Cell, type CellSelection, cellsOf, type Chosen, profileOf } from '../define/cells';
import type { OpenedExperiment } from './open-experiment';
import { type OpenCell, planCells, type PlannedCell } from './plan-cells';
import { checkScores } from '../define/check-scores';
import { experimentOf } from '../define/load-experiment';
import { overrideAll } from '../define/override';
import { choice } from './choice';
import type { Registry } from '../define/registry';
import { tunePlan, type TunePlan } from '../define/tune';

export type { PlannedCell } from './plan-cells';

export interface SweepPlan {
  readonly experiment: OpenedExperiment;
  readonly profile: string;
  /** Values by path that were applied to every variant. */
  readonly settings: JsonObject;
  readonly cells: readonly PlannedCell[];
  /** What the experiment's `tune` tries before the cells run. */
  readonly trials: readonly PlannedCell[];
}

/**
 * Resolves and checks every cell of the selection before the first step: unknown names, invalid options and parts that don't
 * fit fail here. Trials of the experiment's `tune` come first; once they have records, the cells have the chosen values.
 */
export async function planSweep(experiment: OpenedExperiment, selection: CellSelection): Promise<SweepPlan> {
  const { profile = 'quick', settings = {} } = selection;
  const cells = cellsOf(experiment.definition, selection);
  const tuning = await planTuning(experiment, selection);
  const open = cells.map((cell) => withChoice(cell, tuning.choices, experiment.registry));
  return {
    experiment,
    profile,
    settings,
    cells: await planCells(experiment, open, selection.profile),
    trials: tuning.trials,
  };
}

/** What is chosen, by variant; `undecided` until its trials have records. */
export type Choices = ReadonlyMap<string, Chosen | 'undecided'>;

/** The trials of the selected variants, and what they choose so far. Throws UserError where no trial of a variant has the score. */
export async function planTuning(
  experiment: OpenedExperiment,
  { profile: name = 'quick', variants, settings }: CellSelection,
): Promise<{ readonly trials: readonly PlannedCell[]; readonly choices: Choices }> {
  const { definition, file, store } = experiment;
  const profile = profileOf(definition, name);
  const plan = (profile.tune ?? definition.tune) && tunePlan(definition, profile, name);
  if (!plan) return { trials: [], choices: new Map() };
  const tuned = [...plan.trials].filter(([variant]) => variants?.includes(variant) ?? true);
  const wanted = [...new Set(tuned.flatMap(([, own]) => own.map((trial) => trial.name)))];
  if (wanted.length === 0) return { trials: [], choices: new Map() };
  const opened = { ...experimentOf(plan.definition, file), store };
  const cells = cellsOf(plan.definition, { profile: name, variants: wanted, settings });
  checkChoice(plan, cells, opened.registry);
  const open = cells.map((cell): OpenCell => ({ ...cell, state: 'trial' }));
  const trials = await planCells(opened, open, name);
  return { trials, choices: new Map(tuned.map(([variant, own]) => [variant, choice(variant, own, plan, trials)])) };
}

/** Throws UserError where no evaluator writes the score by which is chosen. */
function checkChoice({ definition, by }: TunePlan, cells: readonly Cell[], registry: Registry): void {
  const choosing = { slot: 'questions' as const, type: 'tune', options: { score: [by.score].flat() } };
  const configs = cells.map(({ config }) => config);
  checkScores({ ...definition, questions: [choosing] }, configs, registry);
}

/** The cell with the values that trials have chosen for its variant, and with how they were chosen. */
export function withChoice(cell: Cell, choices: Choices, registry: Registry): OpenCell {
  const tuning = choices.get(cell.variant);
  if (tuning === undefined) return cell;
  if (tuning === 'undecided') return { ...cell, state: 'undecided' };
  return { ...cell, config: overrideAll(cell.config, tuning.chosen, registry), tuning };
}

/** `withChoice` for cells that are run without a plan. Throws UserError while trials are missing. */
export async function chosenCell(experiment: OpenedExperiment, cell: Cell, selection: CellSelection): Promise<Cell> {
  const { choices } = await planTuning(experiment, { ...selection, variants: [cell.variant] });
  const { state, ...chosen } = withChoice(cell, choices, experiment.registry);
  if (state === undefined) return chosen;
  throw new UserError(`variant "${cell.variant}": trials choose its values first: run \`alignclip ablate\``);
}
