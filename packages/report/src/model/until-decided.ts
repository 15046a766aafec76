import { pairOf, type FigureModel, type RunRecord, type Statement } from '@alignclip/core';
import { type LoadedExperiment, noExperiment } from '@alignclip/experiment';
import { decideAnytime, evidenceFigure, improvementsOf, runsByVariant } from '@alignclip/reporting';

interface Decided {
  readonly records: readonly RunRecord[];
  readonly experiment?: Pick<LoadedExperiment, 'definition' | 'registry'> | undefined;
}

/** A question or a claim, with what the seeds so far say. */
export interface DecidedItem {
  readonly title: string;
  /** Empty where it says no comparisons: no seeds are added for it. */
  readonly statements: readonly Statement[];
  /** Those that are undecided, and that more seeds may decide. */
  readonly open: readonly Statement[];
  readonly verdict: string;
}

/** Every question and claim of an experiment, judged as its number of seeds demands. */
export function decidedItems({ records, experiment }: Decided): DecidedItem[] {
  const { registry, definition } = experiment ?? noExperiment();
  const seeds = 'until-decided';
  return [
    ...(definition.questions ?? []).map((spec): DecidedItem => {
      const { question: title, statements = [], ...made } = registry.create(spec);
      const { verdict } = made.answer(records, seeds);
      const open = statements.filter((one) => decideAnytime(improvementsOf(records, one), one).verdict === 'undecided');
      return { title, statements, open: open.filter(isMeasured(records)), verdict };
    }),
    ...(definition.claims ?? []).map((spec): DecidedItem => {
      const { claim: title, statements = [], ...made } = registry.create(spec);
      const { verdict, parts } = made.judge(records, seeds);
      const open = statements.filter((_, i) => parts[i]?.verdict === 'undecided');
      return { title, statements, open: open.filter(isMeasured(records)), verdict };
    }),
  ];
}

/** False where none of the runs of a variant has the score: further runs would not have it either. */
const isMeasured =
  (records: readonly RunRecord[]) =>
  ({ treatment, baseline, valueIn }: Statement): boolean =>
    [treatment, baseline].every((name) => {
      const runs = records.filter(({ variant }) => variant === name);
      return runs.length === 0 || runs.some((run) => valueIn(run) !== undefined);
    });

export const drawEvidence = (source: Decided): FigureModel => evidenceFigure(decidedItems(source), source.records);

/** The records of the seeds that every variant has: in a table rows must be of the same seeds. */
export function onSharedSeeds(records: readonly RunRecord[]): readonly RunRecord[] {
  const variants = runsByVariant(records).map(({ runs }) => new Set(runs.map(pairOf)));
  return records.filter((run) => variants.every((pairs) => pairs.has(pairOf(run))));
}
