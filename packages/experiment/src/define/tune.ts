import { parseOptions, unknownName, UserError, type Spec } from '@alignclip/core';
import { scoredSplits } from '@alignclip/evaluation';
import { z } from 'zod';
import { splitOf, type Tune } from './check-tune';
import type { ExperimentDefinition, Profile } from './define-experiment';
import { checkPoints, type NamedPoints } from './check-points';
import type { Overrides } from './override';
import { registryOf, type Registry } from './registry';
import { defaultConfig, isGridPoint, type GridPoint, type Variant } from './run-config';

/** One point of a variant's grid, and the variant that tries it. */
export interface Trial {
  readonly name: string;
  readonly overrides: Overrides;
}

/** What is tuned in one profile. */
export interface TunePlan {
  /** The trials as an experiment of its own, which scores the split of the choice only. */
  readonly definition: ExperimentDefinition;
  /** By variant, in the order of its grid; a variant that takes another one's choice has that one's. */
  readonly trials: ReadonlyMap<string, readonly Trial[]>;
  readonly by: Tune['by'];
  readonly seeds: readonly number[];
}

/** The trials of a profile; undefined where nothing is tuned in it. Throws UserError on what can't be chosen by this score. */
export function tunePlan(experiment: ExperimentDefinition, profile: Profile, name: string): TunePlan | undefined {
  const tune = profile.tune ?? experiment.tune;
  if (!tune) return undefined;
  const variants = profile.variants ?? experiment.variants;
  const grids = ownersOf(tune, variants);
  if (grids.length === 0) return undefined;
  const registry = registryOf(experiment);
  const base = { ...experiment.base, ...profile.base };
  for (const [variant, , points] of grids)
    checkPoints(variant, variants[variant]!, points, { ...defaultConfig(), ...base }, registry);
  const tried = triedOnce(grids, variants);
  const { evaluators } = { ...defaultConfig(), ...base };
  const trials = grids.map(([variant, owner, points]): [string, Trial[]] => [
    variant,
    points.map(([point, { overrides }]) => ({ name: trialName(owner, point), overrides })),
  ]);
  const seeds = tune.seeds ?? firstSeed(profile.seeds ?? experiment.seeds);
  const { components, modules, startsFrom } = experiment;
  const definition = {
    name: `${experiment.name}-tune`,
    folder: experiment.folder ?? experiment.name,
    seeds,
    base,
    variants: Object.fromEntries(
      [...tried].map(([trial, point]) => [trial, scoredOnly(trial, point, evaluators, tune.by, registry)]),
    ),
    profiles: { [name]: {} },
    ...(startsFrom && { startsFrom }),
    ...(components && { components }),
    ...(modules && { modules }),
  };
  return { definition, trials: new Map(trials), by: tune.by, seeds };
}

/** The tuned variants of a profile, each with the variant whose grid it takes, and with that grid. */
function ownersOf(
  { grids }: Tune,
  variants: Readonly<Record<string, Variant>>,
): [variant: string, owner: string, points: NamedPoints][] {
  const tuned = Object.entries(grids).filter(([variant]) => Object.hasOwn(variants, variant));
  return tuned.map(([variant, points]) => {
    const owner = typeof points === 'string' ? points : variant;
    if (!Object.hasOwn(variants, owner)) throw unknownName('variant of this profile:', owner, Object.keys(variants));
    return [variant, owner, Object.entries(grids[owner] as Readonly<Record<string, GridPoint>>)];
  });
}

/** Each trial by its name. Throws UserError where two have the same. */
function triedOnce(
  grids: ReturnType<typeof ownersOf>,
  variants: Readonly<Record<string, Variant>>,
): ReadonlyMap<string, GridPoint> {
  const owners = new Map<string, string>();
  const own = grids.filter(([variant, owner]) => variant === owner);
  const tried = own.flatMap(([, owner, points]) =>
    points.map(([point, values]): [string, GridPoint] => {
      const name = trialName(owner, point);
      const other = owners.get(name);
      if (other !== undefined)
        throw new UserError(
          `tune.grids: "${other}" and "${owner}" both have a trial "${name}": rename one of the variants`,
        );
      owners.set(name, owner);
      return [name, trialOf(variants[owner]!, values)];
    }),
  );
  return new Map(tried);
}

const trialName = (owner: string, point: string): string => `${owner}, ${point}`;

function firstSeed(seeds: readonly number[] | undefined): readonly number[] {
  if (seeds === undefined) throw new UserError('tune: no seeds; add seeds: [0]');
  return seeds.slice(0, 1);
}

function trialOf(variant: Variant, point: GridPoint): GridPoint {
  if (!isGridPoint(variant)) return { ...point, change: variant };
  const { change, overrides, factors } = variant;
  return { change, overrides: { ...overrides, ...point.overrides }, factors: { ...factors, ...point.factors } };
}

/** The trial with those evaluators alone that write the scores, on their split alone. */
function scoredOnly(
  trial: string,
  point: GridPoint,
  evaluators: readonly Spec<'evaluators'>[],
  by: Tune['by'],
  registry: Registry,
): GridPoint {
  const split = splitOf(by);
  const own = point.change.evaluators ?? evaluators;
  const scoring = own.find(({ options }) => scoredSplits(options).includes(split));
  if (scoring !== undefined)
    throw new UserError(
      `tune.by: split "${split}" is scored by evaluator "${nameOf(scoring)}": choose on a split that the results don't show`,
    );
  const wanted = [...new Set([by.score].flat().map((score) => score.split('/')[0]!))];
  const scoringAlone = wanted.map((name) => {
    const spec = own.find((one) => nameOf(one) === name);
    if (spec === undefined) throw unknownName(`evaluator of "${trial}", named by tune.by:`, name, own.map(nameOf));
    return onSplit(spec, split, registry);
  });
  return { ...point, change: { ...point.change, evaluators: scoringAlone } };
}

const nameOf = ({ type, options: { name } }: Spec): string => (typeof name === 'string' ? name : type);

function onSplit(spec: Spec<'evaluators'>, split: string, registry: Registry): Spec<'evaluators'> {
  const { options } = registry.find(spec);
  if (!(options instanceof z.ZodObject) || !('splits' in options.shape))
    throw new UserError(`tune.by: evaluator "${spec.type}" has no option splits, so it can't score "${split}" alone`);
  const own = parseOptions(`evaluators/${spec.type}`, options, { ...spec.options, splits: [split] });
  const others = scoredSplits(own).filter((other) => other !== split);
  if (others.length > 0)
    throw new UserError(
      `tune.by: evaluator "${spec.type}" also scores "${others.join('", "')}": choose by another one`,
    );
  return { ...spec, options: own };
}
