import { Dataset, parseOptions, Progress, UserError, type ReportProgress, type Spec } from '@alignclip/core';
import { ContainerModule } from 'inversify';
import type { Registry } from '../define/registry';

/**
 * A data set on its own, without a run. Throws UserError on invalid options, and if it needs other parts of a run.
 */
export async function openDataset(
  registry: Registry,
  spec: Spec,
  report: ReportProgress = () => undefined,
): Promise<Dataset> {
  const { options, inject, create } = registry.find(spec);
  const services = inject.map((token) => {
    if (token.id === Progress.id) return report;
    throw new UserError(`data set "${spec.type}" needs other parts of a run and can't be opened on its own`);
  });
  return (await create(parseOptions(`dataset/${spec.type}`, options, spec.options), ...services)) as Dataset;
}

/** Puts a data set that is open already in place of a run's own. */
export const withDataset = (dataset: Dataset): ContainerModule =>
  new ContainerModule(({ bind, unbind }) => {
    unbind(Dataset.id);
    bind(Dataset.id).toConstantValue(dataset);
  });
