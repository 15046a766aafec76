import { unknownName, UserError, type AnyComponent, type Spec, type TuningBudget } from '@alignclip/core';
import type { ContainerModule } from 'inversify';
import { checkBase, checkChange, checkSeeds } from './check-config';
import { isGridPoint, type Variant } from './grid';
import type { BaseConfig, Change } from './run-config';

/** Another size of the same experiment. */
export interface Profile {
  readonly seeds?: readonly number[];
  readonly base?: Change;
  /** In place of the experiment's; where those don't suit the size. */
  readonly variants?: Readonly<Record<string, Variant>>;
}

export interface ExperimentDefinition {
  /** Kebab-case. */
  readonly name: string;
  /**
   * The folder of its records, kebab-case; its name where left out. Experiments of one folder share what they have in
   * common: a cell that several of them have is run once.
   */
  readonly folder?: string;
  /** Each variant runs once with each; may be left out where a grid names them. */
  readonly seeds?: readonly number[] | undefined;
  readonly base: BaseConfig;
  /** By name: what each changes of the base, or points made by `grid`. */
  readonly variants: Readonly<Record<string, Variant>>;
  /** `--profile NAME`; without one the definition stands as it is. */
  readonly profiles?: Readonly<Record<string, Profile>>;
  /** Each cell begins with the weights of this experiment's cell of the same variant, seed and profile. */
  readonly startsFrom?: ExperimentDefinition;
  readonly tables?: readonly Spec<'tables'>[];
  /** How much each variant was tuned, by its name; in the records, for readers who ask whether the effort was equal. */
  readonly tuning?: Readonly<Record<string, TuningBudget>>;
  readonly questions?: readonly Spec<'questions'>[];
  readonly figures?: readonly Spec<'figures'>[];
  /** What a paper says, judged by these runs: `alignclip claims`. */
  readonly claims?: readonly Spec<'claims'>[];
  /** Components of the user's own, beside those of the packages. */
  readonly components?: readonly AnyComponent[];
  /** Deeper changes than a spec can say: bindings of the user's own, loaded last in every run. */
  readonly modules?: readonly ContainerModule[];
}

export const folderOf = ({ name, folder = name }: Pick<ExperimentDefinition, 'name' | 'folder'>): string => folder;

/** Checks what types can't, and, for files that nobody type-checks, what they can. Throws UserError naming the field. */
export function defineExperiment(definition: ExperimentDefinition): ExperimentDefinition {
  const { name, variants } = definition;
  for (const [field, value] of [
    ['name', name],
    ['folder', folderOf(definition)],
  ] as const)
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value))
      throw new UserError(`${field} = "${value}": use kebab-case, for example "rq1-parameter-sharing"`);
  if (definition.seeds !== undefined) checkSeeds(`experiment "${name}"`, definition.seeds);
  checkBase(`experiment "${name}", base`, definition.base);
  checkVariants(`experiment "${name}"`, variants);
  for (const [profile, { seeds, base = {}, variants: own }] of Object.entries(definition.profiles ?? {})) {
    const where = `experiment "${name}", profile "${profile}"`;
    if (seeds !== undefined) checkSeeds(where, seeds);
    checkChange(where, base);
    if (own !== undefined) checkVariants(where, own);
  }
  checkTuning(definition);
  return definition;
}

function checkTuning({ variants, profiles = {}, tuning = {} }: ExperimentDefinition): void {
  const known = [variants, ...Object.values(profiles).map((profile) => profile.variants ?? {})].flatMap(Object.keys);
  for (const variant of Object.keys(tuning))
    if (!known.includes(variant)) throw unknownName('variant of tuning:', variant, [...new Set(known)]);
}

function checkVariants(where: string, variants: Readonly<Record<string, Variant>>): void {
  if (Object.keys(variants).length === 0) throw new UserError(`${where}: variants = {}: name at least one`);
  for (const [variant, change] of Object.entries(variants)) checkVariant(`${where}, variant "${variant}"`, change);
}

function checkVariant(where: string, variant: Variant): void {
  if (!isGridPoint(variant)) return checkChange(where, variant);
  checkChange(where, variant.change);
  if (variant.seeds !== undefined) checkSeeds(where, variant.seeds);
}
