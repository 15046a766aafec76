import {
  Dataset,
  type Evaluation,
  parseOptions,
  type Spec,
  unknownName,
  UserError,
  type DualEncoder,
  type Evaluator,
  type RunRecord,
} from '@alignclip/core';
import { cachedEncoder, mappedEncoder, type MapFit, scoredSplitsOf } from '@alignclip/evaluation';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { compose, type Run } from '../compose/compose';
import { specOf } from '../define/registry';
import { projectionsOf } from '../compose/projections';
import { withDataset } from '../compose/data-services';
import { mappedModel, mapsOf, refuseFittedOnScored } from './mapped-model';
import type { OpenedModel } from './open-run';

export interface EvaluationWish {
  /** Splits of the run's data set, another data set ("shapes", its split "test"), or one of its splits ("shapes:val"). */
  readonly on: readonly string[];
  /** Types, or specs as JSON; default: those of the record. */
  readonly evaluators?: readonly string[] | undefined;
  /** After those of the run. */
  readonly maps?: readonly Spec<'maps'>[] | undefined;
}

export interface RunEvaluation {
  readonly evaluations: readonly Evaluation[];
  /** How the maps were fitted. */
  readonly maps: readonly MapFit[];
}

/** One data set to evaluate on, and the chosen splits. */
interface Target {
  readonly dataset: Spec<'dataset'>;
  readonly splits: readonly string[] | undefined;
  /** The only split of data without "test", for evaluators that name none. */
  readonly only?: readonly string[] | undefined;
}

/**
 * Scores of a finished run's model by evaluator, behind its maps, optionally on other splits or data than those of its record
 * and with more maps. Throws UserError where one of those is fitted on a scored split.
 */
export async function evaluateRun(opened: OpenedModel, wish: EvaluationWish): Promise<RunEvaluation> {
  const evaluations: Evaluation[] = [];
  const { maps: others = [] } = wish;
  const maps = await mapsOf(opened, others);
  const targets = await targetsOf(opened, wish.on);
  for (const target of targets)
    if (target.dataset === opened.config.dataset)
      refuseFittedOnScored(maps, evaluatorsOf(opened, wish.evaluators, target));
  const { model, fits } = await mappedModel(opened, others);
  for (const target of targets) {
    const { dataset } = target;
    const evaluators = evaluatorsOf(opened, wish.evaluators, target);
    const config = { ...opened.config, dataset, evaluators };
    const { registry, seed, definition } = opened;
    const own = dataset === opened.config.dataset ? [withDataset(await opened.run.get(Dataset))] : [];
    const run = compose({ config, seed, registry, modules: [...(definition.modules ?? []), ...own] });
    for (const evaluator of await run.evaluators()) evaluations.push(await evaluator.evaluate(model));
  }
  return { evaluations, maps: fits };
}

async function targetsOf({ config, registry, run }: OpenedModel, on: readonly string[]): Promise<Target[]> {
  const { splits } = await run.get(Dataset);
  const only = splits.length === 1 && splits[0] !== 'test' ? splits : undefined;
  if (on.length === 0) return [{ dataset: config.dataset, splits: undefined, only }];
  const types = registry.components.filter(({ slot }) => slot.name === 'dataset').map(({ type }) => type);
  const own: string[] = [];
  const others: Target[] = [];
  for (const wanted of on) {
    const [type, split = 'test'] = wanted.split(':', 2) as [string, string?];
    if (splits.includes(wanted)) own.push(wanted);
    else if (types.includes(type)) others.push({ dataset: specOf(registry, 'dataset', type), splits: [split] });
    else throw unknownName('split or data set', wanted, [...splits, ...types]);
  }
  return [...(own.length > 0 ? [{ dataset: config.dataset, splits: own }] : []), ...others];
}

function evaluatorsOf(
  { config, registry }: OpenedModel,
  wanted: readonly string[] | undefined,
  { dataset, splits: given, only }: Target,
): Spec<'evaluators'>[] {
  const chosen =
    wanted?.map((text) => specOf(registry, 'evaluators', text)) ?? recorded(config.evaluators, dataset, config.dataset);
  if (chosen.length === 0) throw new UserError('the record has no evaluators: name some, for example gap retrieval');
  return chosen.map((spec, i) => {
    const component = registry.find(spec);
    const isNamed = wanted?.[i]?.includes('"splits"') ?? false;
    const splits = given ?? (!isNamed && isDeepStrictEqual(spec.options['splits'], ['test']) ? only : undefined);
    const takesSplits = component.options instanceof z.ZodObject && 'splits' in component.options.shape;
    const options = splits && takesSplits ? { ...spec.options, splits: [...splits] } : spec.options;
    return { ...spec, options: parseOptions(`evaluators/${spec.type}`, component.options, options) };
  });
}

/** On other data, options are left out: they may name class sets or splits of the run's own data. */
const recorded = (specs: readonly Spec<'evaluators'>[], dataset: Spec, own: Spec): readonly Spec<'evaluators'>[] =>
  dataset === own ? specs : specs.map((spec) => ({ ...spec, options: {} }));

/** `evaluateModel` of a run's own model and evaluators, behind its maps. */
export async function evaluateMapped(run: Run): Promise<Measured> {
  const [maps, evaluators, model] = [await run.maps(), await run.evaluators(), await run.dualEncoder()];
  if (maps.length === 0) return evaluateModel(evaluators, model);
  const mapped = await mappedEncoder(maps, cachedEncoder(model), await run.get(Dataset), await projectionsOf(run));
  const scoredOn = scoredSplitsOf(run.composition.config.evaluators);
  return { ...(await evaluateModel(evaluators, mapped.model)), maps: mapped.fits.map((fit) => ({ ...fit, scoredOn })) };
}

type Measured = Pick<RunRecord, 'scores' | 'intervals' | 'undefinedScores' | 'details' | 'maps'>;

/**
 * Scores, intervals, undefined scores and details of one model by all evaluators; each image and text is embedded once.
 * Throws UserError if two evaluators have the same name, because one would overwrite the other's scores.
 */
export async function evaluateModel(evaluators: readonly Evaluator[], model: DualEncoder): Promise<Measured> {
  const names = evaluators.map(({ name }) => name);
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined) throw new UserError(`evaluators: two have the name "${twin}"; rename one of them`);
  const cached = cachedEncoder(model);
  const all: [string, Evaluation][] = [];
  for (const evaluator of evaluators) all.push([evaluator.name, await evaluator.evaluate(cached)]);
  const undefinedScores = Object.fromEntries(all.flatMap(([, own]) => Object.entries(own.undefinedScores ?? {})));
  return {
    ...(Object.keys(undefinedScores).length > 0 && { undefinedScores }),
    scores: Object.assign({}, ...all.map(([, { scores }]) => scores)) as RunRecord['scores'],
    intervals: Object.assign({}, ...all.map(([, { intervals }]) => intervals)) as RunRecord['intervals'],
    details: Object.fromEntries(all.map(([name, { details }]) => [name, details ?? null])) as RunRecord['details'],
  };
}
