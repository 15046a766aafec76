import { claimBlocks } from './claim-blocks';
import type { Report } from './report';
import type { ReportFormat } from './report-format';

/** A whole report in one format: what is missing, tables, verdicts on claims, answers. */
export function reportText({ title, gaps, tables, claims, answers }: Report, format: ReportFormat): string {
  const blocks = [
    format.heading(title),
    ...(gaps.length === 0
      ? []
      : [format.sentence('Missing or broken, left out of all that follows:'), format.list(gaps)]),
    ...tables.map((table) => format.table(table)),
    ...claims.flatMap((claim) => claimBlocks(claim, format)),
    ...answers.map(({ answer }) => format.sentence(answer.sentence)),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}
