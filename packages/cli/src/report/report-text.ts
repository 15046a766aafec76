import type { FigureModel } from '@alignclip/core';
import { claimBlocks } from './claim-blocks';
import type { Report } from './report';
import type { ReportFormat } from './report-format';

/**
 * A whole report in one format: what is missing, tables, figures, verdicts on claims, answers. `drawn`: the names of the
 * files that hold the figures; without it nothing is drawn, and figures are left out.
 */
export function reportText(report: Report, format: ReportFormat, drawn: readonly string[] = []): string {
  const { title, gaps, tables, claims, answers } = report;
  const blocks = [
    format.heading(title),
    ...(gaps.length === 0
      ? []
      : [format.sentence('Missing or broken, left out of all that follows:'), format.list(gaps)]),
    ...tables.map((table) => format.table(table)),
    ...drawn.map((name, i) => figureBlock(report.figures[i]!, name, format)),
    ...claims.flatMap((claim) => claimBlocks(claim, format)),
    ...answers.map(({ answer }) => format.sentence(answer.sentence)),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

const figureBlock = (model: FigureModel, name: string, format: ReportFormat): string =>
  model.spec === undefined ? format.sentence(`${model.title}: ${model.notes.join(' ')}`) : format.figure(model, name);
