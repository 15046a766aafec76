import { UserError } from '@alignclip/core';
import { readExtendedSeeds } from '../store/extended-seeds';
import { findGarbage, type Garbage, type KeptCell } from '../store/garbage';
import type { LoadedExperiment } from '../define/load-experiment';
import { planSweep } from './plan-sweep';
import type { RunStore } from '../store/run-store';
import { StartedCells } from '../store/records';

/**
 * What is in the store and belongs to no cell of the experiments as they are now, in any of their profiles. Cells that a
 * process is working on are kept. Throws UserError if the store holds records of other experiments, because their cells
 * would count as unreferenced.
 */
export async function findUnreferenced(experiments: readonly LoadedExperiment[], store: RunStore): Promise<Garbage[]> {
  refuseOthers(
    experiments.flatMap(({ definition: { name } }) => [name, `${name}-tune`]),
    store,
  );
  const kept: KeptCell[] = [];
  for (const experiment of experiments) {
    const profiles = new Set(['quick', ...Object.keys(experiment.definition.profiles ?? {})]);
    for (const profile of profiles) {
      const { cells, trials } = await planSweep({ ...experiment, store }, { profile });
      kept.push(...cells, ...trials);
    }
    for (const { profile, settings, seeds } of readExtendedSeeds(store.folder)) {
      if (!profiles.has(profile)) continue;
      const { cells, trials } = await planSweep({ ...experiment, store }, { profile, settings, extended: seeds });
      kept.push(...cells, ...trials);
    }
  }
  for (const cell of new StartedCells(store.folder).read().values())
    if (await store.isWorkedOn(cell.trainingKey)) kept.push(cell);
  return findGarbage(store, kept);
}

function refuseOthers(names: readonly string[], store: RunStore): void {
  const found = [
    ...store.readAll().records.map(({ experiment }) => experiment),
    ...[...new StartedCells(store.folder).read().values()].map(({ experiment }) => experiment),
  ];
  const others = [...new Set(found)].filter((name) => !names.includes(name));
  if (others.length > 0)
    throw new UserError(
      `${store.folder} also holds runs of ${others.join(', ')}: name the files of all its experiments`,
    );
}
