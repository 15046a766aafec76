import { contentHash, unknownName, UserError } from '@alignclip/core';
import type { ExperimentDefinition } from './define-experiment';
import { defaultConfig, type RunConfig } from './run-config';

/** One variant with one seed. */
export interface Cell {
  readonly variant: string;
  readonly seed: number;
  readonly config: RunConfig;
}

export interface CellSelection {
  readonly profile?: string | undefined;
  readonly variants?: readonly string[] | undefined;
  readonly seeds?: readonly number[] | undefined;
}

/** The cells of an experiment, seeds outermost, so that every variant has a first result early. */
export function cellsOf(experiment: ExperimentDefinition, selection: CellSelection = {}): Cell[] {
  const profile = profileOf(experiment, selection.profile);
  const names = Object.keys(experiment.variants);
  for (const wanted of selection.variants ?? []) {
    if (!names.includes(wanted)) throw unknownName('variant', wanted, names);
  }
  const base: RunConfig = { ...defaultConfig(), ...experiment.base, ...profile.base };
  const configs = names.map((variant) => ({ variant, config: { ...base, ...experiment.variants[variant] } }));
  refuseTwins(configs);
  const chosen = configs.filter(({ variant }) => selection.variants?.includes(variant) ?? true);
  const seeds = [...new Set(selection.seeds ?? profile.seeds ?? experiment.seeds)];
  return seeds.flatMap((seed) => chosen.map((variant) => ({ ...variant, seed })));
}

function profileOf({ profiles = {} }: ExperimentDefinition, name = 'quick') {
  if (Object.hasOwn(profiles, name)) return profiles[name]!;
  if (name === 'quick') return {};
  throw unknownName('profile', name, [...new Set(['quick', ...Object.keys(profiles)])]);
}

function refuseTwins(configs: readonly Omit<Cell, 'seed'>[]): void {
  const seen = new Map<string, string>();
  for (const { variant, config } of configs) {
    const hash = contentHash(config);
    const twin = seen.get(hash);
    if (twin !== undefined)
      throw new UserError(`variants "${twin}" and "${variant}" have the same configuration: change one or drop it`);
    seen.set(hash, variant);
  }
}
