import { counted, type TableModel } from '@alignclip/core';
import { noExperiment } from '@alignclip/experiment';
import { tableOfPower, type StatementFamily, type WantedDifference } from '@alignclip/reporting';
import type { ReportSource } from './make-report';

interface PowerTables {
  readonly tables: readonly TableModel[];
  /** Questions and claims that say no comparisons, of components that aren't ours. */
  readonly silent: readonly string[];
}

interface PowerRequest {
  /** Also what tables with a baseline test. */
  readonly tables: boolean;
  readonly wanted: WantedDifference;
}

/** The seeds that questions and claims need: the questions are one table, and each claim is one. */
export function powerTables(
  { records, experiment }: Pick<ReportSource, 'records' | 'experiment'>,
  { tables, wanted }: PowerRequest,
): PowerTables {
  const { registry, definition } = experiment ?? noExperiment();
  const questions = (definition.questions ?? []).map((spec) => registry.create(spec));
  const claims = (definition.claims ?? []).map((spec) => registry.create(spec));
  const tested = tables ? (definition.tables ?? []).map((spec) => registry.create(spec)) : [];
  const asked = questions.flatMap(({ statements = [] }) => statements);
  const families: StatementFamily[] = [
    { title: counted(asked.length, 'question'), statements: asked },
    ...claims.map(({ claim, statements = [] }) => ({ title: `claim “${claim}”`, statements })),
    ...tested.map((table) => ({ title: table.title, statements: table.statements?.(records) ?? [] })),
  ];
  return {
    tables: families
      .filter(({ statements }) => statements.length > 0)
      .map((family) => tableOfPower(family, records, wanted)),
    silent: [
      ...questions.filter(({ statements }) => statements === undefined).map(({ question }) => question),
      ...claims.filter(({ statements }) => statements === undefined).map(({ claim }) => claim),
    ],
  };
}
