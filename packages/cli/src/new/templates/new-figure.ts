import { defineComponent, Figure, z } from 'alignclip';

/** One score as a point for each run, a row for each variant. */
export const newFigure = defineComponent(Figure)({
  type: 'new-figure',
  options: z.strictObject({
    title: z.string().min(1).default('One score').describe('heading of the figure'),
    score: z.string().min(1).default('gap/test/rmg').describe('key of the score in the records'),
  }),
  create: ({ title, score }): Figure => ({
    title,
    draw: (records) => {
      const runs = records.filter(({ scores }) => scores[score] !== undefined);
      const values = runs.map(({ variant, scores }) => ({ variant, value: scores[score]! }));
      const x = { field: 'value', type: 'quantitative', title: score };
      const y = { field: 'variant', type: 'nominal', sort: null, title: null };
      const spec = { data: { values }, mark: 'point', encoding: { x, y } };
      const description = `${score} of ${runs.length} runs, a row for each variant`;
      const notes = runs.length > 0 ? [] : [`No run has the score ${score}.`];
      return { title, description, notes, ...(runs.length > 0 && { spec: { title, ...spec } }) };
    },
  }),
});
