import { contentHash, type JsonObject, naming, unknownName, UserError } from '@alignclip/core';
import type { ExperimentDefinition, Profile } from './define-experiment';
import { onFolds } from './folds';
import { defaultConfig, type RunConfig, type Factors, isGridPoint, type Variant } from './run-config';
import { isInConfig, override, overrideAll, type Overrides } from './override';
import { type Registry, registryOf } from './registry';

/** What trials chose, as it stands in a record: a budget and values by path. */
export type Chosen = { readonly trials: number; readonly protocol: string; readonly chosen: JsonObject };

/** One variant with one seed, on one fold of the data where the experiment has folds. */
export interface Cell {
  readonly variant: string;
  readonly seed: number;
  /** Of the data, where the experiment has folds. */
  readonly fold?: number;
  readonly config: RunConfig;
  /** Only for a point of a grid. */
  readonly factors?: Factors;
  /** How its values were chosen, where trials chose them. */
  readonly tuning?: Chosen;
}

export interface CellSelection {
  readonly profile?: string | undefined;
  readonly variants?: readonly string[] | undefined;
  readonly seeds?: readonly number[] | undefined;
  /** Seeds by variant besides those that the experiment names, for the variants that it has. */
  readonly extended?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Values by path, applied to every variant. */
  readonly settings?: JsonObject | undefined;
}

/** The cells of an experiment, seeds outermost, so that every variant has a first result early. */
export function cellsOf(experiment: ExperimentDefinition, selection: CellSelection = {}): Cell[] {
  const profile = profileOf(experiment, selection.profile);
  const names = Object.keys(profile.variants ?? experiment.variants);
  for (const wanted of selection.variants ?? []) {
    if (!names.includes(wanted)) throw unknownName('variant', wanted, names);
  }
  const { extended = {} } = selection;
  const folds = profile.folds ?? experiment.folds;
  const cells = resolveVariants(experiment, profile, selection.settings)
    .filter(({ variant }) => selection.variants?.includes(variant) ?? true)
    .flatMap(({ seeds: own, ...variant }) => {
      const seeds = selection.seeds ?? profile.seeds ?? own ?? experiment.seeds;
      if (seeds === undefined) throw new UserError(`variant "${variant.variant}": no seeds; add seeds: [0, 1, 2]`);
      const more = Object.hasOwn(extended, variant.variant) ? extended[variant.variant]! : [];
      return [...new Set([...seeds, ...more])].flatMap((seed): Cell[] => onFolds({ ...variant, seed }, folds));
    });
  const seeds = [...new Set(cells.map(({ seed }) => seed))];
  return seeds.flatMap((seed) => cells.filter((cell) => cell.seed === seed));
}

/** A profile by its name. Throws UserError naming similar names. */
export function profileOf({ profiles = {} }: ExperimentDefinition, name = 'quick'): Profile {
  if (Object.hasOwn(profiles, name)) return profiles[name]!;
  if (name === 'quick') return {};
  throw unknownName('profile', name, [...new Set(['quick', ...Object.keys(profiles)])]);
}

/** A variant with its full configuration. */
export interface ResolvedVariant {
  readonly variant: string;
  readonly config: RunConfig;
  /** Only for a point of a grid. */
  readonly factors?: Factors;
  readonly seeds?: readonly number[];
}

/**
 * Every variant with its configuration: defaults ← base ← profile ← variant ← settings. Throws UserError on an
 * unknown path, on two variants with one configuration, and on a variant that changes nothing.
 */
export function resolveVariants(
  experiment: ExperimentDefinition,
  profile: Profile,
  settings: Overrides = {},
): readonly ResolvedVariant[] {
  const registry = registryOf(experiment);
  const base: RunConfig = { ...defaultConfig(), ...experiment.base, ...profile.base };
  const variants = profile.variants ?? experiment.variants;
  const plain = Object.entries(variants).map(([name, variant]) => resolve(name, variant, base, registry));
  refuseFactors(plain, settings);
  const { config: setBase } = withSettings([{ variant: 'base', config: base }, ...plain], settings, registry)[0]!;
  const all = Object.keys(settings).length === 0 ? plain : withSettings(plain, settings, registry);
  refuseTwins(all);
  refuseIdle(all, variants, setBase);
  return all;
}

function resolve(variant: string, change: Variant, base: RunConfig, registry: Registry): ResolvedVariant {
  if (!isGridPoint(change)) return { variant, config: { ...base, ...change } };
  const { change: slots, overrides, factors, seeds } = change;
  const config = naming(`variant "${variant}"`, () => overrideAll({ ...base, ...slots }, overrides, registry));
  return { variant, config, factors, ...(seeds && { seeds }) };
}

/** A setting for a component of a list applies to the variants that have the component; it is an error if none has it. */
function withSettings(
  variants: readonly ResolvedVariant[],
  settings: Overrides,
  registry: Registry,
): readonly ResolvedVariant[] {
  return Object.entries(settings).reduce((all, [path, value]) => {
    const known = all.some(({ config }) => isInConfig(config, path));
    return all.map((one) => {
      if (known && !isInConfig(one.config, path)) return one;
      return naming(`--set ${path}`, () => ({ ...one, config: override(one.config, path, value, registry) }));
    });
  }, variants);
}

function refuseFactors(variants: readonly ResolvedVariant[], settings: Overrides): void {
  for (const path of Object.keys(settings)) {
    const touches = (factor: string): boolean => `${path}.`.startsWith(`${factor}.`) || factor.startsWith(`${path}.`);
    const varied = variants.find(({ factors }) => Object.keys(factors ?? {}).some(touches));
    if (varied)
      throw new UserError(
        `--set ${path}: the grid varies it ("${varied.variant}"); choose points of the grid with --variant`,
      );
  }
}

function refuseTwins(variants: readonly ResolvedVariant[]): void {
  const seen = new Map<string, string>();
  for (const { variant, config } of variants) {
    const hash = contentHash(config);
    const twin = seen.get(hash);
    if (twin !== undefined)
      throw new UserError(`variants "${twin}" and "${variant}" have the same configuration: change one or drop it`);
    seen.set(hash, variant);
  }
}

/** A point of a grid may equal the base; a named variant that equals it must be {}. */
function refuseIdle(
  all: readonly ResolvedVariant[],
  variants: ExperimentDefinition['variants'],
  base: RunConfig,
): void {
  const hash = contentHash(base);
  const idle = all.find(({ variant, config }) => {
    const change = variants[variant]!;
    return !isGridPoint(change) && Object.keys(change).length > 0 && contentHash(config) === hash;
  });
  if (idle === undefined) return;
  const slots = Object.keys(variants[idle.variant]!).join(', ');
  throw new UserError(
    `variant "${idle.variant}" changes nothing: its ${slots} equals that of the base; write {} for the base itself`,
  );
}
