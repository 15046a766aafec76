import type {
  Answer,
  Claim,
  Figure,
  FigureModel,
  Judgement,
  Question,
  RunRecord,
  Spec,
  Table,
  TableModel,
} from '@alignclip/core';
import { noExperiment, type LoadedExperiment, type Registry } from '@alignclip/experiment';
import { defaultFigures, defaultTables } from '@alignclip/reporting';

/** What is reported on: records, and the experiment that they are of where it is at hand. */
export interface ReportSource {
  readonly title: string;
  readonly records: readonly RunRecord[];
  /** Cells that are missing and files that are broken, a line each. */
  readonly gaps: readonly string[];
  readonly experiment?: Pick<LoadedExperiment, 'definition' | 'registry'> | undefined;
}

/** A report without a format: the records, and what was made of them. */
export interface Report {
  readonly title: string;
  readonly records: readonly RunRecord[];
  /** Cells that are missing and files that are broken, a line each. */
  readonly gaps: readonly string[];
  readonly tables: readonly TableModel[];
  readonly figures: readonly FigureModel[];
  readonly claims: readonly JudgedClaim[];
  readonly answers: readonly AnsweredQuestion[];
  /** Knows the data sets whose images are shown. */
  readonly registry: Registry;
}

export interface AnsweredQuestion {
  readonly question: string;
  readonly answer: Answer;
}

/** Something that a paper says, compared with the runs. */
export interface JudgedClaim {
  readonly claim: string;
  readonly source: string;
  readonly judgement: Judgement;
}

/** Tables, figures, claims and answers of the experiment; without one, tables and figures of all that the records hold. */
export function makeReport(source: ReportSource): Report {
  const { title, records, gaps, experiment } = source;
  const { registry, definition } = experiment ?? noExperiment();
  const tables = experiment ? (definition.tables ?? []) : defaultTables(records);
  return {
    title,
    records,
    gaps,
    registry,
    tables: tables.map((spec) => registry.create<Table>(spec).render(records)),
    figures: drawFigures(source),
    claims: judgeClaims(source),
    answers: (definition.questions ?? []).map((spec) => {
      const question = registry.create<Question>(spec);
      return { question: question.question, answer: question.answer(records) };
    }),
  };
}

type Sourced = Pick<ReportSource, 'records' | 'experiment'>;

export function judgeClaims({ records, experiment }: Sourced): JudgedClaim[] {
  const { registry, definition } = experiment ?? noExperiment();
  return (definition.claims ?? []).map((spec) => {
    const { claim, source, judge } = registry.create<Claim>(spec);
    return { claim, source, judgement: judge(records) };
  });
}

function drawFigures({ records, experiment }: Sourced): FigureModel[] {
  const { registry, definition } = experiment ?? noExperiment();
  const draw = (spec: Spec) => registry.create<Figure>(spec).draw(records);
  if (experiment) return (definition.figures ?? []).map(draw);
  return defaultFigures(records)
    .map(draw)
    .filter(({ spec }) => spec !== undefined);
}
