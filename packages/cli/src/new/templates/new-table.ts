import { defineComponent, Table, z, type TableCell, type RunRecord } from 'alignclip';

/** One score of each variant: its mean over the seeds. */
export const newTable = defineComponent(Table)({
  type: 'new-table',
  options: z.strictObject({
    title: z.string().min(1).default('One score').describe('heading of the table'),
    score: z.string().min(1).default('gap/test/rmg').describe('key of the score in the records'),
  }),
  create: ({ title, score }): Table => ({
    title,
    render: (records) => ({
      title,
      columns: [{ title: score, better: 'neither', percent: false, digits: 3 }],
      rows: variantsOf(records).map((name) => ({ name, cells: [meanOf(records, name, score)] })),
      notes: ['Mean over the seeds.'],
    }),
  }),
});

const variantsOf = (records: readonly RunRecord[]): string[] => [...new Set(records.map(({ variant }) => variant))];

/** Undefined where no run of the variant has the score. */
function meanOf(records: readonly RunRecord[], variant: string, score: string): TableCell | undefined {
  const runs = records.filter((record) => record.variant === variant);
  const values = runs.flatMap(({ scores }) => scores[score] ?? []);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.length === 0 ? undefined : { mean: sum / values.length, seeds: values.length };
}
