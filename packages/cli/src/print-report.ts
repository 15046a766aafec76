import type { Question, RunRecord, Table } from '@alignclip/core';
import { Registry, type ExperimentDefinition, type RunStore } from '@alignclip/experiment';
import { renderTerminal } from '@alignclip/reporting';

/** The experiment's tables and the answers to its questions. */
export function printReport(definition: ExperimentDefinition, records: readonly RunRecord[], store: RunStore): void {
  const registry = new Registry(definition.components);
  const terminal = { width: process.stdout.columns ?? 120, color: process.stdout.isTTY && !process.env['NO_COLOR'] };
  for (const spec of definition.tables ?? []) {
    console.log(`\n${renderTerminal(registry.create<Table>(spec).render(records), terminal)}`);
  }
  for (const spec of definition.questions ?? []) {
    console.log(`\n${registry.create<Question>(spec).answer(records).sentence}`);
  }
  const seconds = records.reduce((sum, record) => sum + record.seconds.train + record.seconds.evaluate, 0);
  console.log(`\n${records.length} records in ${store.folder} (${Math.round(seconds)} s of work in all)`);
}
