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
import { Registry, type ExperimentDefinition } from '@alignclip/experiment';
import { defaultFigures, defaultTables } from '@alignclip/reporting';

/** What is reported on: records, and the experiment that they are of where it is at hand. */
export interface ReportSource {
  readonly title: string;
  readonly records: readonly RunRecord[];
  /** Cells that are missing and files that are broken, a line each. */
  readonly gaps: readonly string[];
  readonly definition?: ExperimentDefinition | undefined;
}

/** A report without a format. */
export interface Report {
  readonly title: string;
  readonly gaps: readonly string[];
  readonly tables: readonly TableModel[];
  readonly figures: readonly FigureModel[];
  readonly claims: readonly JudgedClaim[];
  readonly answers: readonly { readonly question: string; readonly answer: Answer }[];
}

export interface JudgedClaim {
  readonly claim: string;
  readonly source: string;
  readonly judgement: Judgement;
}

/** Tables, figures, claims and answers of the experiment; without one, tables and figures of all that the records hold. */
export function makeReport({ title, records, gaps, definition }: ReportSource): Report {
  const registry = new Registry(definition?.components);
  const tables = definition ? (definition.tables ?? []) : defaultTables(records);
  return {
    title,
    gaps,
    tables: tables.map((spec) => registry.create<Table>(spec).render(records)),
    figures: drawFigures({ records, definition }),
    claims: judgeClaims({ records, definition }),
    answers: (definition?.questions ?? []).map((spec) => {
      const question = registry.create<Question>(spec);
      return { question: question.question, answer: question.answer(records) };
    }),
  };
}

export function judgeClaims({ records, definition }: Pick<ReportSource, 'records' | 'definition'>): JudgedClaim[] {
  const registry = new Registry(definition?.components);
  return (definition?.claims ?? []).map((spec) => {
    const { claim, source, judge } = registry.create<Claim>(spec);
    return { claim, source, judgement: judge(records) };
  });
}

function drawFigures({ records, definition }: Pick<ReportSource, 'records' | 'definition'>): FigureModel[] {
  const registry = new Registry(definition?.components);
  const draw = (spec: Spec) => registry.create<Figure>(spec).draw(records);
  if (definition) return (definition.figures ?? []).map(draw);
  return defaultFigures(records)
    .map(draw)
    .filter(({ spec }) => spec !== undefined);
}
