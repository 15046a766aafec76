import { UserError, type AnyComponent, type Spec, type TuningBudget } from '@alignclip/core';
import type { ContainerModule } from 'inversify';
import {
  checkBase,
  checkChange,
  checkComponents,
  checkFields,
  checkModules,
  checkName,
  checkObject,
  checkSeeds,
  checkSpecs,
  checkStart,
  shown,
  variantsOf,
} from './check-config';
import { type BaseConfig, type Change, isGridPoint, type Variant } from './run-config';
import { checkFolds, type Folds } from './folds';
import { checkBudgets, checkTune, type Tune } from './check-tune';

/** Another size of the same experiment. */
export interface Profile {
  readonly seeds?: readonly number[];
  readonly base?: Change;
  /** Replaces the experiment's variants, if those don't suit the size. */
  readonly variants?: Readonly<Record<string, Variant>>;
  /** Replaces the experiment's `tune`; false: nothing is tuned. */
  readonly tune?: Tune | false;
  /** Replaces the experiment's `folds`; false: the data as they are divided. */
  readonly folds?: Folds | false;
}

/** One variant of an experiment, from which all variants of another one start. */
export interface NamedStart {
  readonly experiment: ExperimentDefinition;
  readonly variant: string;
}

export interface ExperimentDefinition {
  /** Kebab-case. */
  readonly name: string;
  /**
   * The folder of its records, kebab-case; default: its name. Experiments with the same folder share records: a cell that
   * several of them contain is run once.
   */
  readonly folder?: string;
  /** Each variant runs once with each seed; optional if a grid names seeds. */
  readonly seeds?: readonly number[] | undefined;
  readonly base: BaseConfig;
  /** By name: what each changes in the base, or points made by `grid`. */
  readonly variants: Readonly<Record<string, Variant>>;
  /** The data vary too: which divisions of them into train, val and test the seeds run on. */
  readonly folds?: Folds;
  /** `--profile NAME`; without one the definition is used unchanged. */
  readonly profiles?: Readonly<Record<string, Profile>>;
  /** Each cell starts from the weights of this experiment's cell with the same seed, profile and variant, or with the named variant. */
  readonly startsFrom?: ExperimentDefinition | NamedStart;
  readonly tables?: readonly Spec<'tables'>[];
  /** Options that trials choose on a validation split before the cells run; budget and choice are stored in the records. */
  readonly tune?: Tune;
  /** How much each variant was tuned elsewhere, by name; stored in the records, so that readers can check that the effort was equal. */
  readonly tuning?: Readonly<Record<string, TuningBudget>>;
  readonly questions?: readonly Spec<'questions'>[];
  readonly figures?: readonly Spec<'figures'>[];
  /** Claims of a paper, judged by these runs: `alignclip claims`. */
  readonly claims?: readonly Spec<'claims'>[];
  /** The user's own components, in addition to those of the packages. */
  readonly components?: readonly AnyComponent[];
  /** Changes that no spec can express: the user's own bindings, loaded last in every run. */
  readonly modules?: readonly ContainerModule[];
}

export const folderOf = ({ name, folder = name }: Pick<ExperimentDefinition, 'name' | 'folder'>): string => folder;

/** The experiment that another one starts from, and the variant if one is named; undefined where it begins anew. */
export function startOf({
  startsFrom,
}: Pick<ExperimentDefinition, 'startsFrom'>): { experiment: ExperimentDefinition; variant?: string } | undefined {
  return startsFrom === undefined || 'experiment' in startsFrom ? startsFrom : { experiment: startsFrom };
}

const experimentFields = [
  ...['name', 'folder', 'seeds', 'base', 'variants', 'profiles', 'startsFrom', 'tables', 'tune', 'tuning', 'folds'],
  ...['questions', 'figures', 'claims', 'components', 'modules'],
];

/** Checks what types can't, and what they can for files that are not type-checked. Throws UserError naming the field. */
export function defineExperiment(definition: ExperimentDefinition): ExperimentDefinition {
  checkObject('defineExperiment: experiment', definition);
  const { name, variants } = definition;
  for (const [field, value] of [
    ['name', name],
    ['folder', folderOf(definition)],
  ] as const)
    checkName(field, value);
  checkFields(`experiment "${name}"`, definition, experimentFields);
  if (definition.seeds !== undefined) checkSeeds(`experiment "${name}"`, definition.seeds);
  checkBase(`experiment "${name}", base`, definition.base);
  checkVariants(`experiment "${name}"`, variants);
  checkObject(`experiment "${name}", profiles`, definition.profiles ?? {});
  for (const [profile, given] of Object.entries(definition.profiles ?? {})) {
    const where = `experiment "${name}", profile "${profile}"`;
    checkFields(where, given, ['seeds', 'base', 'variants', 'tune', 'folds']);
    const { seeds, base = {}, variants: own } = given;
    if (seeds !== undefined) checkSeeds(where, seeds);
    checkChange(where, base);
    if (own !== undefined) checkVariants(where, own);
  }
  for (const slot of ['tables', 'questions', 'figures', 'claims'] as const)
    checkSpecs(`experiment "${name}", ${slot}`, slot, definition[slot]);
  checkComponents(`experiment "${name}", components`, definition.components);
  checkModules(`experiment "${name}", modules`, definition.modules);
  if ('startsFrom' in definition) checkStart(definition.startsFrom);
  checkTuning(definition);
  checkFolds(definition, definition.profiles ?? {}, definition.startsFrom);
  return definition;
}

function checkTuning(definition: ExperimentDefinition): void {
  const { profiles = {}, tuning, tune, startsFrom } = definition;
  const known = variantsOf(definition);
  if (tuning !== undefined) checkBudgets(tuning, known);
  const tunes: [string, Tune][] = tune === undefined ? [] : [['tune', tune]];
  for (const [name, { tune: own }] of Object.entries(profiles))
    if (own !== undefined && own !== false) tunes.push([`profile "${name}": tune`, own]);
  for (const [where, one] of tunes) {
    checkTune(where, one, known);
    const twice = Object.keys(one.grids).find((variant) => Object.hasOwn(tuning ?? {}, variant));
    if (twice !== undefined) throw new UserError(`${where}.grids and tuning both name "${twice}": drop one of them`);
    if (startsFrom !== undefined && !('experiment' in startsFrom))
      throw new UserError(
        `${where}: trials have no variant of their own to start from; name one, startsFrom: { experiment, variant }`,
      );
  }
}

function checkVariants(where: string, variants: Readonly<Record<string, Variant>>): void {
  checkObject(`${where}, variants`, variants);
  if (Object.keys(variants).length === 0) throw new UserError(`${where}: variants = {}: name at least one`);
  for (const [variant, change] of Object.entries(variants)) {
    if (!/^\P{Cc}+$/u.test(variant))
      throw new UserError(
        `${where}, variant ${shown(variant)}: give it a name, without line breaks and control characters`,
      );
    checkVariant(`${where}, variant "${variant}"`, change);
  }
}

function checkVariant(where: string, variant: Variant): void {
  checkObject(where, variant);
  if (!isGridPoint(variant)) return checkChange(where, variant);
  checkChange(where, variant.change);
  if (variant.seeds !== undefined) checkSeeds(where, variant.seeds);
}
