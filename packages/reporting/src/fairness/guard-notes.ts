import type { VariantRuns } from '../records';
import { signalsOf } from './advantages';

/** What a reader of remedies must know besides what is marked: who asks a teacher, and whose tuning budget isn't said. */
export function guardNotes(rows: readonly VariantRuns[]): string[] {
  const named = (matches: (row: VariantRuns) => boolean) => rows.filter(matches).map(({ variant }) => variant);
  const taught = named(({ runs }) => signalsOf(runs[0]!).includes('semanticSimilarity'));
  const unsaid = named(({ runs }) => runs.some(({ tuning }) => tuning === undefined));
  return [
    ...(taught.length === 0 || taught.length === rows.length
      ? []
      : [`With a teacher that has seen other texts: ${taught.join(', ')}.`]),
    ...(unsaid.length === 0
      ? []
      : [
          `The tuning budget isn’t said for ${unsaid.length === rows.length ? 'any row' : unsaid.join(', ')} (\`tuning\` of the experiment).`,
        ]),
  ];
}
