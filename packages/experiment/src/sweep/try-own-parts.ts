import { type AnyComponent, Dataset, random, type RunRecord, type Spec, UserError } from '@alignclip/core';
import type { DualEncoder, Evaluation, Example, RawImage } from '@alignclip/core';
import { mappedEncoder } from '@alignclip/evaluation';
import { matrixFromRows, unitRows } from '@alignclip/metrics';
import { ParameterShapes } from '@alignclip/nn';
import { compose } from '../compose/compose';
import { withDataset } from '../compose/data-services';
import { loadFailure } from '../define/load-failure';
import type { PlannedCell } from './plan-cells';
import type { SweepPlan } from './plan-sweep';

/** Examples of each split that a trial reads. */
const most = 24;
const width = 16;

/**
 * Tries the experiment's own evaluators, maps, tables and figures on a model that knows nothing and a few examples of each
 * split: a mistake in them costs seconds, and no training. A UserError of theirs counts as "too little data to say".
 * Throws UserError that names the part, and the place in its file.
 */
export async function tryOwnParts(plan: SweepPlan): Promise<void> {
  const unfinished = plan.cells.filter(({ record }) => record === undefined);
  if ((plan.experiment.definition.components ?? []).length === 0 || unfinished.length === 0) return;
  const configs = new Map(
    unfinished.map((cell) => [JSON.stringify([cell.config.dataset, cell.config.evaluators, cell.config.maps]), cell]),
  );
  const scores: Record<string, number> = {};
  for (const cell of configs.values()) Object.assign(scores, await tryCell(cell, plan));
  const records = unfinished.map((cell) => recordOf(cell, plan, scores));
  await tryPresentation(records, plan);
}

const isOwn = ({ experiment: { definition, registry } }: SweepPlan) => {
  const own = new Set<AnyComponent>(definition.components);
  return (spec: Spec): boolean => own.has(registry.find(spec));
};

/** Tries the maps and evaluators of a cell that are the experiment's own; their scores. */
async function tryCell(cell: PlannedCell, plan: SweepPlan): Promise<Evaluation['scores']> {
  const { registry, definition, file } = plan.experiment;
  const [evaluators, maps] = [cell.config.evaluators, cell.config.maps ?? []].map((specs) => specs.filter(isOwn(plan)));
  if (evaluators!.length + maps!.length === 0) return {};
  const config = { ...cell.config, evaluators, maps } as PlannedCell['config'];
  const composed = (modules: typeof definition.modules) =>
    compose({ config, seed: cell.seed, registry, modules, parameters: new ParameterShapes() });
  const dataset = fewOf(await composed(definition.modules).get(Dataset));
  const run = composed([...(definition.modules ?? []), withDataset(dataset)]);
  for (const map of await run.maps())
    await attempt(`map "${map.name}"`, file, () => mappedEncoder([map], unknowing, dataset));
  const scores: Record<string, number> = {};
  for (const evaluator of evaluators!.length > 0 ? await run.evaluators() : []) {
    const what = `evaluator "${evaluator.name}"`;
    const result = await attempt(what, file, () => evaluator.evaluate(unknowing));
    for (const [score, value] of Object.entries(result?.scores ?? {})) {
      if (!Number.isFinite(value))
        throw new UserError(`${what}, tried on ${trial}: score "${score}" is ${value}; ${undefinedHint}`);
      scores[score] = value;
    }
  }
  return scores;
}

const trial = `a model that knows nothing and ${most} examples of each split`;
const undefinedHint = 'a score without a value belongs in undefinedScores, with the reason';

async function tryPresentation(records: readonly RunRecord[], plan: SweepPlan): Promise<void> {
  const { registry, definition, file } = plan.experiment;
  const [tables, figures] = [definition.tables ?? [], definition.figures ?? []];
  for (const spec of tables.filter(isOwn(plan)))
    for (const given of [records, []])
      await attempt(`table "${spec.type}"`, file, () => registry.create(spec).render(given));
  for (const spec of figures.filter(isOwn(plan)))
    for (const given of [records, []])
      await attempt(`figure "${spec.type}"`, file, () => registry.create(spec).draw(given));
}

/** What `work` gives; undefined where it says itself that it can't. */
async function attempt<T>(what: string, file: string, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw new UserError(`${what}, tried on ${trial}: ${loadFailure(file, error).message}`);
  }
}

/** The first examples of each split. */
const fewOf = (dataset: Dataset): Dataset => ({
  name: dataset.name,
  splits: dataset.splits,
  classSets: dataset.classSets,
  duplicates: dataset.duplicates,
  examples: (split, known) => first(dataset.examples(split, known)),
  trainingCaption: (example, stream) => dataset.trainingCaption(example, stream),
  fingerprint: () => dataset.fingerprint(),
});

async function* first(examples: AsyncIterable<Example>): AsyncGenerator<Example> {
  let count = 0;
  for await (const example of examples) {
    yield example;
    count += 1;
    if (count === most) return;
  }
}

const rowsOf = (keys: readonly (string | number)[]) =>
  unitRows(
    matrixFromRows(
      keys.map((key) => {
        const stream = random('trial', key);
        return Array.from({ length: width }, () => stream.normal());
      }),
    ),
  );

const imageKey = ({ width: w, height, data }: RawImage): string =>
  [w, height, ...data.subarray(0, 64), data.reduce((sum, value) => (sum * 31 + value) >>> 0, 0)].join();

/** Equal images and equal texts on one point, all points at random. */
const unknowing: DualEncoder = {
  logitScale: 100,
  embedImages: (images) => Promise.resolve(rowsOf(images.map(imageKey))),
  embedTexts: (texts) => Promise.resolve(rowsOf(texts)),
};

/** What the record of a cell could be. */
function recordOf(cell: PlannedCell, { profile, experiment }: SweepPlan, scores: RunRecord['scores']): RunRecord {
  const { key, trainingKey, variant, seed, config, factors, parameters } = cell;
  const maps = { ...(factors && { factors }) };
  return {
    ...{ schema: 1, key, trainingKey, experiment: experiment.definition.name, variant, seed, profile, ...maps },
    config: config as unknown as RunRecord['config'],
    provenance: { code: '', data: '', git: 'unknown', versions: {}, backend: '', host: '' },
    startedAt: new Date(0).toISOString(),
    seconds: { train: 1, evaluate: 1 },
    parameters,
    curves: { step: [1] },
    scores,
    intervals: {},
    details: {},
  };
}
