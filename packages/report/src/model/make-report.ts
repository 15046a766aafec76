import type { Answer, FigureModel, Judgement, RunRecord, SeedsRule, Spec, TableModel } from '@alignclip/core';
import { noExperiment, type LoadedExperiment, type Registry } from '@alignclip/experiment';
import { defaultFigures, defaultTables, markFigure } from '@alignclip/reporting';
import { drawEvidence, onSharedSeeds } from './until-decided';

/** What a report is about: records, and their experiment if its file is known. */
export interface ReportSource {
  readonly title: string;
  readonly records: readonly RunRecord[];
  /** Missing cells and corrupt files, one line each. */
  readonly gaps: readonly string[];
  /** How the number of seeds came about; default: the experiment names them. */
  readonly seeds?: SeedsRule;
  readonly experiment?: Pick<LoadedExperiment, 'definition' | 'registry'> | undefined;
}

/** A report without a format: the records and everything derived from them. */
export interface Report {
  readonly title: string;
  readonly records: readonly RunRecord[];
  /** Missing cells and corrupt files, one line each. */
  readonly gaps: readonly string[];
  readonly tables: readonly TableModel[];
  readonly figures: readonly FigureModel[];
  readonly claims: readonly JudgedClaim[];
  readonly answers: readonly AnsweredQuestion[];
  /** Holds the data sets whose images are shown. */
  readonly registry: Registry;
}

interface AnsweredQuestion {
  readonly question: string;
  readonly answer: Answer;
}

/** A claim of a paper, compared with the runs. */
export interface JudgedClaim {
  readonly claim: string;
  readonly source: string;
  readonly judgement: Judgement;
}

/** Tables, figures, claims and answers of the experiment; without one, tables and figures of everything in the records. */
export function makeReport(source: ReportSource): Report {
  const { title, records, gaps, experiment, seeds } = source;
  const { registry, definition } = experiment ?? noExperiment();
  const tables = experiment ? (definition.tables ?? []) : defaultTables(records);
  return {
    title,
    records,
    gaps,
    registry,
    tables: tables.map((spec) =>
      registry.create(spec).render(seeds === 'until-decided' ? onSharedSeeds(records) : records),
    ),
    figures: [...drawFigures(source), ...(seeds === 'until-decided' ? [drawEvidence(source)] : [])],
    claims: judgeClaims(source),
    answers: (definition.questions ?? []).map((spec) => {
      const question = registry.create(spec);
      return { question: question.question, answer: question.answer(records, seeds) };
    }),
  };
}

type Sourced = Pick<ReportSource, 'records' | 'experiment' | 'seeds'>;

export function judgeClaims({ records, experiment, seeds }: Sourced): JudgedClaim[] {
  const { registry, definition } = experiment ?? noExperiment();
  return (definition.claims ?? []).map((spec) => {
    const claim = registry.create(spec);
    return { claim: claim.claim, source: claim.source, judgement: claim.judge(records, seeds) };
  });
}

function drawFigures({ records, experiment }: Sourced): FigureModel[] {
  const { registry, definition } = experiment ?? noExperiment();
  const draw = (spec: Spec<'figures'>) => markFigure(registry.create(spec).draw(records), records);
  if (experiment) return (definition.figures ?? []).map(draw);
  return defaultFigures(records)
    .map(draw)
    .filter(({ spec }) => spec !== undefined);
}

/**
 * Several reports as one, in their order. Curves, points and settings of a variant are those of the first report that has
 * it: a later one of the same name continues from it, or is the same run.
 */
export function joinedReport(title: string, reports: readonly Report[]): Report {
  const shown = new Set<string>();
  const records = reports.flatMap((report) => {
    const own = report.records.filter(({ variant }) => !shown.has(variant));
    own.forEach(({ variant }) => shown.add(variant));
    return own;
  });
  return {
    title,
    records,
    gaps: reports.flatMap(({ title, gaps }) => gaps.map((gap) => `${title}: ${gap}`)),
    tables: reports.flatMap(({ tables }) => tables),
    figures: reports.flatMap(({ figures }) => figures),
    claims: reports.flatMap(({ claims }) => claims),
    answers: reports.flatMap(({ answers }) => answers),
    registry: reports[0]?.registry ?? noExperiment().registry,
  };
}
