import { UserError } from '@alignclip/core';
import { fold } from '@alignclip/datasets';
import { checkFields, shown } from './check-config';
import type { RunConfig } from './run-config';

/** Divisions of the data that runs vary over. */
export interface Folds {
  /** From 3 to 10. */
  readonly of: number;
  /** True: each seed runs on each fold. Default: seed s runs on fold s mod `of` alone. */
  readonly crossed?: boolean;
}

/** A cell on each fold that its seed runs on; without folds the cell. */
export function onFolds<Open extends { readonly seed: number; readonly config: RunConfig }>(
  cell: Open,
  folds: Folds | false | undefined,
): (Open & { readonly fold?: number })[] {
  if (!folds) return [cell];
  const { of, crossed = false } = folds;
  const indexes = crossed ? Array.from({ length: of }, (_, index) => index) : [cell.seed % of];
  return indexes.map((index) => {
    const dataset = fold({ dataset: cell.config.dataset, of, index });
    return { ...cell, fold: index, config: { ...cell.config, dataset } };
  });
}

/** "CLIP · seed 0", "CLIP · seed 0 · fold 2" */
export const cellName = (cell: { readonly variant: string; readonly seed: number; readonly fold?: number }): string =>
  `${cell.variant} · seed ${cell.seed}${cell.fold === undefined ? '' : ` · fold ${cell.fold}`}`;

interface MayHaveFolds {
  readonly folds?: Folds | false;
  readonly tune?: unknown;
}

/**
 * Checks the folds of an experiment and of its profiles. Throws UserError on another number than 3 to 10, and beside what
 * would carry one fold's test data into another's training.
 */
export function checkFolds(
  { name, folds, tune }: MayHaveFolds & { readonly name: string },
  profiles: Readonly<Record<string, MayHaveFolds>>,
  startsFrom: unknown,
): void {
  if (folds !== undefined && folds !== false) checkOne(`experiment "${name}": folds`, folds, tune, startsFrom);
  for (const [profile, own] of Object.entries(profiles))
    if (own.folds !== undefined && own.folds !== false)
      checkOne(`profile "${profile}": folds`, own.folds, own.tune ?? tune, startsFrom);
}

function checkOne(where: string, folds: Folds, tune: unknown, startsFrom: unknown): void {
  checkFields(where, folds, ['of', 'crossed']);
  const { of, crossed }: { readonly of: number; readonly crossed?: unknown } = folds;
  if (!Number.isInteger(of) || of < 3 || of > 10)
    throw new UserError(`${where}.of = ${shown(of)}: must be a whole number from 3 to 10`);
  if (crossed !== undefined && typeof crossed !== 'boolean')
    throw new UserError(`${where}.crossed = ${shown(crossed)}: must be true or false`);
  if (tune !== undefined && tune !== false)
    throw new UserError(`${where}: not with tune, whose validation split holds what other folds are tested on`);
  if (startsFrom !== undefined)
    throw new UserError(`${where}: not with startsFrom, whose weights have seen what other folds are tested on`);
}
