import {
  Augmentation,
  Dataset,
  EvaluationTransform,
  Teacher,
  unknownName,
  ViewAugmentation,
  type TrainingProbe,
} from '@alignclip/core';
import { countParameters, freeze, Parameters, type ParameterCounts } from '@alignclip/nn';
import { Model, trainer as contrastiveTrainer, TrainingObjective, TrainingProbes } from '@alignclip/training';
import type { Run } from './compose';
import type { RunConfig } from './run-config';

/**
 * Makes what a run is made of, its trainer aside, and so finds what doesn't fit before any step: widths of the towers
 * and of what they share, patches, heads, an absent teacher, splits and class sets that the data set doesn't have,
 * frozen addresses that there aren't. Gives the numbers of parameters. Throws UserError.
 */
export async function checkRun(run: Run, config: Pick<RunConfig, 'trainer'>): Promise<ParameterCounts> {
  await run.get(Model);
  await run.get(Augmentation);
  await run.get(EvaluationTransform);
  const { needs } = await run.get(TrainingObjective);
  if (needs.has('semanticSimilarity')) await run.get(Teacher);
  if (needs.has('views')) await run.get(ViewAugmentation);
  await run.evaluators();
  checkProbes(await run.get(TrainingProbes), await run.get(Dataset));
  const parameters = await run.get(Parameters);
  freeze(parameters, frozenBy(config));
  return countParameters(parameters);
}

/** Globs of addresses, as the packages' trainer has them. */
function frozenBy({ trainer }: Pick<RunConfig, 'trainer'>): readonly string[] {
  const { freeze: globs = [] } = trainer.options as { readonly freeze?: readonly string[] };
  return trainer.type === contrastiveTrainer.type ? globs : [];
}

function checkProbes(probes: readonly TrainingProbe[], { name, splits }: Dataset): void {
  for (const probe of probes) {
    const { split } = probe.batch;
    if (!splits.includes(split)) throw unknownName(`split of ${name}, asked by probe "${probe.name}":`, split, splits);
  }
}
