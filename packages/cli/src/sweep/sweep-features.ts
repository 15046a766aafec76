import { Dataset, type ReportProgress } from '@alignclip/core';
import { CodeFingerprint, compose, featuresOf, type PlannedCell, type SweepPlan } from '@alignclip/experiment';
import { Parameters } from '@alignclip/nn';
import { countFeatures, prepareFeatures } from '@alignclip/training';

/** What the plan says about frozen trunks: whose features are kept, and why others are not. */
export function featureLines(cells: readonly PlannedCell[]): string[] {
  const lines = cells.flatMap(({ trunks }) =>
    trunks.map(({ modality, obstacle }) =>
      obstacle === undefined
        ? `  features  the ${modality} trunk is frozen: its features are computed once and kept`
        : `  features  the ${modality} trunk is frozen, but computes every batch: ${obstacle}`,
    ),
  );
  return [...new Set(lines)];
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
export const prepareSweepFeatures = (plan: SweepPlan, report: ReportProgress, signal?: AbortSignal): Promise<void> =>
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

function shownBy({ config, training: { freeze, from } }: PlannedCell): string {
  const { dataset, augmentation, tokenizer, imageEncoder, textEncoder } = config;
  return JSON.stringify([dataset, augmentation, tokenizer, imageEncoder, textEncoder, freeze, from ?? '']);
}
