import { counted, type FigureModel, type RunRecord } from '@alignclip/core';
import { plainText } from '@alignclip/reporting';
import type { Report, JudgedClaim } from '../model/make-report';
import type { ReportFormat } from './report-format';

/**
 * A whole report in one format: what is missing, tables, figures, verdicts on claims, answers. `drawn`: names of the
 * figures' files; without it figures are left out.
 */
export function reportText(report: Report, format: ReportFormat, drawn: readonly string[] = []): string {
  const { title, gaps, tables, claims, answers } = report;
  const blocks = [
    format.heading(title),
    ...(gaps.length === 0 ? [] : [format.sentence('Missing or corrupt, not included below:'), format.list(gaps)]),
    ...tables.map((table) => format.table(table)),
    ...drawn.map((name, i) => figureBlock(report.figures[i]!, name, format)),
    ...claims.flatMap((claim) => claimBlocks(claim, format)),
    ...answers.flatMap(({ answer: { lines } }) => [format.sentence(lines[0]!), format.list(lines.slice(1))]),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

const figureBlock = (model: FigureModel, name: string, format: ReportFormat): string =>
  model.spec === undefined ? format.sentence(`${model.title}: ${model.notes.join(' ')}`) : format.figure(model, name);

/** The output of a finished sweep: tables, the answer to each question, numbers of parameters, and where the records are. */
export function sweepText({ tables, answers, records }: Report, folder: string, format: ReportFormat): string {
  const seconds = records.reduce((sum, record) => sum + record.seconds.train + record.seconds.evaluate, 0);
  const blocks = [
    ...tables.map((table) => format.table(table).trimEnd()),
    ...answers.map(({ answer }) => answer.lines.map(plainText).join('\n')),
    parameterLines(records).map(plainText).join('\n'),
    `${counted(records.length, 'record')} in ${plainText(folder)} (${Math.round(seconds)} s of computation in total)`,
  ];
  return blocks.map((block) => `\n${block}`).join('\n');
}

/** "holds (3 seeds): the claim (Table 1)", then the evidence for each of its parts, and what was tested. */
export function claimBlocks({ claim, source, judgement }: JudgedClaim, format: ReportFormat): string[] {
  const { verdict, seeds, parts, tested, unfair = [] } = judgement;
  const lines = [
    ...parts.map((part) => (parts.length === 1 ? part.evidence : `${part.verdict}: ${part.evidence}`)),
    ...unfair.map((difference) => `unfair comparison: ${difference}`),
    ...(tested === undefined ? [] : [tested]),
  ];
  return [
    format.sentence(`${verdict === 'none' ? 'no verdict' : verdict} (${counted(seeds, 'seed')}): ${claim} (${source})`),
    format.list(lines),
  ];
}

/** "1 hold, 0 fail, 10 undecided". */
export function verdictCounts(claims: readonly JudgedClaim[]): string {
  const count = (verdict: string) => claims.filter(({ judgement }) => judgement.verdict === verdict).length;
  const counts = `${count('holds')} hold, ${count('fails')} fail, ${count('undecided')} undecided`;
  return count('none') === 0 ? counts : `${counts}, ${count('none')} without a verdict`;
}

const thousands = (count: number) => count.toLocaleString('en-US');

/** One line per variant: the number of trained values, and how many of them both towers share. */
export function parameterLines(records: readonly RunRecord[]): string[] {
  const byVariant = new Map(records.map((record) => [record.variant, record.parameters]));
  return [...byVariant].map(
    ([variant, { total, shared, image, text }]) =>
      `${variant}: ${thousands(total)} parameters: ${thousands(shared)} shared by both towers, ` +
      `${thousands(image)} only in the image tower, ${thousands(text)} only in the text tower`,
  );
}
