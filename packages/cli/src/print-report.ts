import type { Question, RunRecord, Table } from '@alignclip/core';
import { Registry, type ExperimentDefinition, type RunStore } from '@alignclip/experiment';
import { renderMarkdown, renderTerminal } from '@alignclip/reporting';
import { parameterLines } from './parameter-lines';

/** The experiment's tables, the answers to its questions, and what the runs were made of. */
export function printReport(
  definition: ExperimentDefinition,
  records: readonly RunRecord[],
  store: RunStore,
  markdown = false,
): void {
  const registry = new Registry(definition.components);
  const terminal = { width: process.stdout.columns || 120, color: process.stdout.isTTY && !process.env['NO_COLOR'] };
  for (const spec of definition.tables ?? []) {
    const model = registry.create<Table>(spec).render(records);
    console.log(`\n${markdown ? renderMarkdown(model) : renderTerminal(model, terminal)}`);
  }
  for (const spec of definition.questions ?? []) {
    console.log(`\n${registry.create<Question>(spec).answer(records).sentence}`);
  }
  console.log(`\n${parameterLines(records).join('\n')}`);
  const seconds = records.reduce((sum, record) => sum + record.seconds.train + record.seconds.evaluate, 0);
  console.log(`\n${records.length} records in ${store.folder} (${Math.round(seconds)} s of work in all)`);
}
