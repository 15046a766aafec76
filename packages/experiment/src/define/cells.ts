import { type JsonObject, unknownName, UserError } from '@alignclip/core';
import type { ExperimentDefinition, Profile } from './define-experiment';
import type { Factors } from './grid';
import { resolveVariants } from './resolve-variants';
import type { RunConfig } from './run-config';

/** What trials chose, as it stands in a record: a budget and values by path. */
export type Chosen = { readonly trials: number; readonly protocol: string; readonly chosen: JsonObject };

/** One variant with one seed. */
export interface Cell {
  readonly variant: string;
  readonly seed: number;
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
  const cells = resolveVariants(experiment, profile, selection.settings)
    .filter(({ variant }) => selection.variants?.includes(variant) ?? true)
    .flatMap(({ seeds: own, ...variant }) => {
      const seeds = selection.seeds ?? profile.seeds ?? own ?? experiment.seeds;
      if (seeds === undefined) throw new UserError(`variant "${variant.variant}": no seeds; add seeds: [0, 1, 2]`);
      return [...new Set(seeds)].map((seed): Cell => ({ ...variant, seed }));
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
