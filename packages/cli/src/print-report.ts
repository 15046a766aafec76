import type { Question, RunRecord, Table } from '@alignclip/core';
import { Registry, type ExperimentDefinition, type RunStore } from '@alignclip/experiment';
import { renderMarkdown, renderTerminal } from '@alignclip/reporting';
import { parameterLines } from './parameter-lines';
import { refuseUnfair } from './refuse-unfair';

export interface ReportOptions {
  readonly markdown?: boolean | undefined;
  /** Refuses comparisons that differ in more than what is studied: throws UserError and prints nothing. */
  readonly strict?: boolean | undefined;
}

/** The experiment's tables, the answers to its questions, and what the runs were made of. */
export function printReport(
  definition: ExperimentDefinition,
  records: readonly RunRecord[],
  store: RunStore,
  { markdown = false, strict = false }: ReportOptions = {},
): void {
  const registry = new Registry(definition.components);
  const tables = (definition.tables ?? []).map((spec) => registry.create<Table>(spec).render(records));
  const answers = (definition.questions ?? []).map((spec) => {
    const question = registry.create<Question>(spec);
    return { question: question.question, answer: question.answer(records) };
  });
  if (strict) refuseUnfair(tables, answers);
  const terminal = { width: process.stdout.columns || 120, color: process.stdout.isTTY && !process.env['NO_COLOR'] };
  for (const table of tables) console.log(`\n${markdown ? renderMarkdown(table) : renderTerminal(table, terminal)}`);
  for (const { answer } of answers) console.log(`\n${answer.sentence}`);
  console.log(`\n${parameterLines(records).join('\n')}`);
  const seconds = records.reduce((sum, record) => sum + record.seconds.train + record.seconds.evaluate, 0);
  console.log(`\n${records.length} records in ${store.folder} (${Math.round(seconds)} s of work in all)`);
}
