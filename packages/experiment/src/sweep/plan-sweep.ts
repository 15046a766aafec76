import type { JsonObject } from '@alignclip/core';
import { cellsOf, type CellSelection } from '../define/cells';
import type { OpenedExperiment } from './open-experiment';
import { planCells, type PlannedCell } from './plan-cells';
import { planTuning, withChoice } from './plan-tuning';

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
