import { counted, type Launcher, type RunRecord, UserError } from '@alignclip/core';
import {
  type CellSelection,
  cellsOf,
  extendedSeedsKeeper,
  type FailurePolicy,
  type OpenedExperiment,
  planSweep,
  profileOf,
  type SweepPlan,
} from '@alignclip/experiment';
import { decidedItems, type DecidedItem } from '@alignclip/report';
import { wholeNumber } from '../options/whole-number';
import { nextSeeds, type SeedLimits, type SeedsByVariant } from './add-seeds';
import { finishSweep, finishTrials } from './finish-sweep';
import { printPlan } from './print-plan';

export interface UntilOptions {
  readonly until?: string;
  readonly atMost?: string;
  readonly add?: string;
  readonly seed?: readonly string[];
}

/** Undefined without --until. Throws UserError on options that don't fit. */
export function seedLimitsOf({ until, atMost, add, seed }: UntilOptions): SeedLimits | undefined {
  if (until === undefined) {
    if (atMost !== undefined || add !== undefined)
      throw new UserError(`${atMost === undefined ? '--add' : '--at-most'}: only with --until decided`);
    return undefined;
  }
  if (until !== 'decided') throw new UserError(`--until = "${until}": write --until decided`);
  if (seed !== undefined) throw new UserError('--until decided: chooses the seeds itself; leave out --seed');
  return {
    atMost: wholeNumber('--at-most', atMost ?? '40', 2, 1000),
    add: wholeNumber('--add', add ?? '2', 1, 100),
  };
}

interface UntilDecided {
  readonly experiment: OpenedExperiment;
  readonly selection: CellSelection;
  readonly limits: SeedLimits;
  readonly onFailure: FailurePolicy;
  /** Rejects where a plan isn't to be run. */
  check(plan: SweepPlan, launcher: Launcher): Promise<void>;
  launcher(cells: number): Launcher;
}

/**
 * Runs the experiment's seeds, then more of them, batch by batch, for what isn't decided yet. Which seeds there are is kept
 * beside the records, for reports. Returns all records.
 */
export async function finishUntilDecided({ experiment, ...given }: UntilDecided): Promise<RunRecord[]> {
  const { selection, limits, onFailure } = given;
  const { profile = 'quick', settings = {} } = selection;
  let seeds: SeedsByVariant | undefined = namedSeeds(experiment, selection);
  refuseMute(experiment);
  refuseFolds(experiment, profile, seeds, limits);
  const keep = extendedSeedsKeeper(experiment.store, { profile, settings });
  for (;;) {
    const extended: SeedsByVariant = seeds;
    const planned = () => planSweep(experiment, { ...selection, extended });
    const plan: SweepPlan = await planned();
    const launcher = given.launcher(plan.cells.length);
    await given.check(plan, launcher);
    printPlan(plan, false);
    if (plan.cells.some(({ record }) => record === undefined)) await keep(extended);
    const records = await finishSweep(await finishTrials(plan, planned, launcher, onFailure), launcher, onFailure);
    const next = nextSeeds(experiment, records, extended, limits);
    for (const item of next.items) console.log(itemLine(item, extended));
    if (next.seeds === undefined) {
      await keep(extended);
      return records;
    }
    seeds = next.seeds;
  }
}

function namedSeeds({ definition }: OpenedExperiment, selection: CellSelection): SeedsByVariant {
  const seeds: Record<string, number[]> = {};
  for (const { variant, seed } of cellsOf(definition, selection)) (seeds[variant] ??= []).push(seed);
  return seeds;
}

function refuseMute(experiment: OpenedExperiment): void {
  if (decidedItems({ records: [], experiment }).some(({ statements }) => statements.length > 0)) return;
  throw new UserError(
    `--until decided: "${experiment.definition.name}" has no question or claim that compares two variants`,
  );
}

/** A fold that is used again says nothing of other data, so there are no more pairs than folds. */
function refuseFolds(
  { definition }: OpenedExperiment,
  name: string,
  seeds: SeedsByVariant,
  { atMost }: SeedLimits,
): void {
  const folds = profileOf(definition, name).folds ?? definition.folds;
  if (!folds) return;
  if (folds.crossed) throw new UserError('--until decided: not with crossed folds, whose number of pairs is fixed');
  if (atMost > folds.of)
    throw new UserError(
      `--at-most = ${atMost}: more than the ${folds.of} folds; a fold that is used again is no new evidence`,
    );
  for (const [variant, named] of Object.entries(seeds)) {
    const twice = named.find((seed, i) => named.findIndex((other) => other % folds.of === seed % folds.of) < i);
    if (twice !== undefined)
      throw new UserError(
        `--until decided: seed ${twice} of variant "${variant}" runs on the fold of another one; name one seed for each fold`,
      );
  }
}

/** "  undecided  RQ1, does sharing reduce the gap? (9 seeds)" */
function itemLine({ title, verdict, statements }: DecidedItem, seeds: SeedsByVariant): string {
  const counts = statements.flatMap(({ treatment, baseline }) =>
    [treatment, baseline].map((variant) => (Object.hasOwn(seeds, variant) ? seeds[variant]!.length : 0)),
  );
  return `  ${verdict.padEnd(9)}  ${title} (${counted(Math.min(...counts, Infinity) || 0, 'seed')})`;
}
