import { Dataset, UserError, type EmbeddingMap, type Spec } from '@alignclip/core';
import { mappedEncoder, type MappedEncoder, fittedOnScored } from '@alignclip/evaluation';
import { compose } from '../compose/compose';
import { projectionsOf } from '../compose/projections';
import type { OpenedModel } from './open-run';

/** The maps of these specs, as the run's own would be made. */
export const mapsOf = (
  { config, seed, registry, definition: { modules } }: OpenedModel,
  maps: readonly Spec<'maps'>[],
): Promise<EmbeddingMap[]> => compose({ config: { ...config, maps }, seed, registry, modules }).maps();

/** A model behind its own maps and then others, fitted on its data set. */
export async function mappedModel(opened: OpenedModel, others: readonly Spec<'maps'>[] = []): Promise<MappedEncoder> {
  const maps = await mapsOf(opened, [...(opened.config.maps ?? []), ...others]);
  return mappedEncoder(maps, opened.model, await opened.run.get(Dataset), await projectionsOf(opened.run));
}

/** Throws UserError where one of the maps is fitted on a split that one of the evaluators scores. */
export function refuseFittedOnScored(maps: readonly EmbeddingMap[], evaluators: readonly Spec[]): void {
  const [line] = fittedOnScored(maps, evaluators);
  if (line !== undefined) throw new UserError(`${line}: choose another split with its option fitOn`);
}
