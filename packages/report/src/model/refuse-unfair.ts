import { UserError } from '@alignclip/core';
import type { Report } from './make-report';

/** Throws UserError where a row of a table, or the sides of a question, differ in more than what is studied. */
export function refuseUnfair({ tables, answers }: Pick<Report, 'tables' | 'answers'>): void {
  const findings = [
    ...tables.flatMap(({ title, rows }) =>
      rows.flatMap(({ name, unfair }) => (unfair ? [`"${title}", ${name}: ${unfair.join(', ')}`] : [])),
    ),
    ...answers.flatMap(({ question, answer: { unfair } }) => (unfair ? [`"${question}": ${unfair.join(', ')}`] : [])),
  ];
  if (findings.length === 0) return;
  throw new UserError(
    `--strict: not all comparisons are fair; beside what is studied these differ:\n  ${findings.join('\n  ')}\n` +
      'name what may differ in the option "studied" of the table or question, or leave out --strict to see them marked †',
  );
}
