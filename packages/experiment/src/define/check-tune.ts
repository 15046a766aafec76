import { parseOptions, runRecordSchema, unknownName, UserError } from '@alignclip/core';
import { checkFields, checkObject, checkSeeds, shown } from './check-config';
import { isGridPoint, type GridPoint } from './run-config';

/** Options of variants that trials choose: the points of a grid, compared by a score on a split that nothing else scores. */
export interface Tune {
  /** The score by which points are compared, such as `retrieval/val/image-to-text/R@10`; of several keys, their mean. */
  readonly by: { readonly score: string | readonly string[]; readonly better: 'higher' | 'lower' };
  /** A point counts with its mean over these; default: the first seed of the experiment. */
  readonly seeds?: readonly number[];
  /** By variant: a grid of its own, or the variant of which it takes the chosen point. */
  readonly grids: Readonly<Record<string, Readonly<Record<string, GridPoint>> | string>>;
}

/** Checks a `tune` of an experiment or profile; `known`: the variants of all profiles. Throws UserError. */
export function checkTune(where: string, tune: Tune, known: readonly string[]): void {
  checkFields(where, tune, ['by', 'seeds', 'grids']);
  checkFields(`${where}.by`, tune.by, ['score', 'better']);
  const { by, seeds, grids } = tune;
  if (!['higher', 'lower'].includes(by.better))
    throw new UserError(`${where}.by.better = ${shown(by.better)}: give "higher" or "lower"`);
  splitOf(by);
  if (seeds !== undefined) checkSeeds(where, seeds);
  checkObject(`${where}.grids`, grids);
  if (Object.keys(grids).length === 0) throw new UserError(`${where}.grids = {}: name a variant with its grid`);
  for (const [variant, points] of Object.entries(grids)) {
    if (!known.includes(variant)) throw unknownName(`variant of ${where}.grids:`, variant, known);
    if (typeof points !== 'string') checkPoints(`${where}.grids, "${variant}"`, points);
    else if (typeof grids[points] !== 'object') {
      const own = Object.keys(grids).filter((name) => typeof grids[name] === 'object');
      if (own.length === 0)
        throw new UserError(`${where}.grids, "${variant}" = ${shown(points)}: a variant with a grid, and none has one`);
      throw unknownName(`variant with a grid, named by ${where}.grids, "${variant}":`, points, own);
    }
  }
}

/** Checks budgets that an experiment states: they go into its records as they are. Throws UserError. */
export function checkBudgets(budgets: object, known: readonly string[]): void {
  checkObject('tuning', budgets);
  for (const [variant, budget] of Object.entries(budgets)) {
    if (!known.includes(variant)) throw unknownName('variant of tuning:', variant, known);
    checkObject(`tuning, "${variant}"`, budget);
    parseOptions(`tuning, "${variant}"`, runRecordSchema.shape.tuning.unwrap(), budget);
  }
}

function checkPoints(where: string, points: Readonly<Record<string, GridPoint>>): void {
  checkObject(where, points);
  const all = Object.values(points);
  if (all.length === 0 || !all.every((point) => typeof point === 'object' && isGridPoint(point)))
    throw new UserError(`${where}: give what grid({ … }) returns`);
  if (all.some(({ change, seeds }) => seeds !== undefined || Object.keys(change).length > 0))
    throw new UserError(`${where}: a grid of values by path only, without seed and variants`);
  const scored = all
    .flatMap(({ overrides }) => Object.keys(overrides))
    .find((path) => /^(evaluators|probes)\b/.test(path));
  if (scored !== undefined)
    throw new UserError(`${where}: ${scored} changes how a trial is scored, not what it is: leave it out`);
}

/** The split of the scores by which is chosen. Throws UserError. */
export function splitOf({ score }: Tune['by']): string {
  const scores = [score].flat();
  const splits = new Set(scores.map((key) => (typeof key === 'string' ? key.split('/') : [])[1]));
  const [split] = splits;
  if (splits.size === 1 && split !== undefined && split !== '') return split;
  throw new UserError(
    `tune.by.score = ${shown(score)}: name scores of one split, for example "retrieval/val/image-to-text/R@10"`,
  );
}
