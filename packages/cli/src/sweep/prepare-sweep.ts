import type { BackendReport } from '@alignclip/backend';
import { Dataset, type ReportProgress } from '@alignclip/core';
import {
  checkTrainingData,
  CodeFingerprint,
  compose,
  featuresOf,
  type ExperimentDefinition,
  type PlannedCell,
  type SweepPlan,
} from '@alignclip/experiment';
import { Parameters } from '@alignclip/nn';
import { hasSentenceEncoder } from '@alignclip/teachers';
import { countFeatures, prepareFeatures, TrainingData } from '@alignclip/training';
import { preparationProgress } from '../progress/progress';

/**
 * The profile to run: the one given, else `reduced` if the experiment has one and this machine lacks what the experiment
 * needs (native TensorFlow, the sentence encoder of its teacher). `notice` says so.
 */
export function chooseProfile(
  { profiles = {}, base }: ExperimentDefinition,
  asked: string | undefined,
  backend: Pick<BackendReport, 'name' | 'reason'>,
): { profile?: string; notice?: string } {
  if (asked !== undefined) return { profile: asked };
  const missing = [
    backend.name !== 'tensorflow' && `native TensorFlow (using ${backend.name}: ${backend.reason})`,
    lacksTeacher(base.teacher) && 'the sentence encoder of the teacher',
  ].filter((part) => part !== false);
  if (missing.length === 0 || profiles['reduced'] === undefined) return {};
  return {
    profile: 'reduced',
    notice: `This machine lacks ${missing.join(' and ')}: running the REDUCED profile, which is too small for conclusions. To fix it, run \`npx alignclip doctor\`.`,
  };
}

/** The default teacher is sbert. */
function lacksTeacher(teacher: ExperimentDefinition['base']['teacher']): boolean {
  if (teacher && teacher.type !== 'sbert') return false;
  const model = teacher?.options['model'];
  return !hasSentenceEncoder(typeof model === 'string' ? model : 'all-MiniLM-L6-v2');
}

/**
 * Fills the caches that several cells would otherwise fill at the same time: decoded images, caption embeddings, features
 * of frozen trunks. Throws UserError if the training data do not suit the run, Interrupted when the signal aborts while
 * features are computed.
 */
export async function prepareData(plan: SweepPlan, signal?: AbortSignal): Promise<void> {
  const {
    experiment: { definition, registry },
    cells,
  } = plan;
  const { report, stop } = preparationProgress();
  const unfinished = cells.filter(({ record }) => record === undefined);
  const prepared = new Map(
    unfinished.map(({ config, seed, training }) => [
      JSON.stringify([config.dataset, config.teacher, config.losses, training.batchSize]),
      { config, seed },
    ]),
  );
  try {
    for (const { config, seed } of prepared.values()) {
      const run = compose({ config, seed, registry, modules: definition.modules, onProgress: report });
      const dataset = await run.get(Dataset);
      for (const split of dataset.splits) await begin(dataset, split);
      await checkTrainingData(run);
      await run.get(TrainingData);
    }
    await prepareSweepFeatures(plan, report, signal);
  } finally {
    stop();
  }
}

/** Reads the first example of a split, and closes the reader. */
async function begin(dataset: Dataset, split: string): Promise<void> {
  const examples = dataset.examples(split)[Symbol.asyncIterator]();
  await examples.next();
  await examples.return?.();
}

/** Counts what is kept of what the unfinished cells show: `features: 6,000 of 8,000 images kept`. */
export async function featureCounts(plan: SweepPlan): Promise<string[]> {
  const counts: string[] = [];
  await forEachTrunk(plan, undefined, async (run) => {
    for (const { what, kept, total } of await countFeatures(await run.get(Dataset), await featuresOf(run)))
      counts.push(`features: ${kept.toLocaleString('en')} of ${total.toLocaleString('en')} ${what} kept`);
  });
  return counts;
}

/**
 * Computes the features that several cells would otherwise compute at the same time. Throws Interrupted when the signal
 * aborts, after the current chunk.
 */
const prepareSweepFeatures = (plan: SweepPlan, report: ReportProgress, signal?: AbortSignal): Promise<void> =>
  forEachTrunk(plan, report, async (run) =>
    prepareFeatures(await run.get(Dataset), await featuresOf(run), report, signal),
  );

/** Once for each pair of towers and data; other seeds and sharing change nothing of trunks that are pretrained. */
async function forEachTrunk(
  { experiment, cells }: SweepPlan,
  onProgress: ReportProgress | undefined,
  work: (run: ReturnType<typeof compose>) => Promise<void>,
): Promise<void> {
  const { definition, registry } = experiment;
  const isKept = ({ record, trunks }: PlannedCell) =>
    record === undefined && trunks.some(({ obstacle }) => obstacle === undefined);
  const kept = new Map(cells.filter(isKept).map((cell) => [shownBy(cell), cell]));
  if (kept.size === 0) return;
  const { ofFeatures: codeOf } = new CodeFingerprint(experiment);
  for (const { config, seed } of kept.values()) {
    const progress = onProgress && { onProgress };
    const run = compose({ config, seed, registry, modules: definition.modules, codeOf, ...progress });
    try {
      await work(run);
    } finally {
      (await run.get(Parameters)).dispose();
    }
  }
}

function shownBy({ config, trunks, training: { freeze, from } }: PlannedCell): string {
  const { dataset, augmentation, tokenizer, imageEncoder, textEncoder } = config;
  return JSON.stringify([dataset, augmentation, tokenizer, imageEncoder, textEncoder, freeze, from ?? '', trunks]);
}
