import { UserError, type TableModel } from '@alignclip/core';
import { refuseUnfair } from './refuse-unfair';

const table = (unfair?: readonly string[]): TableModel => ({
  title: 'Gap',
  columns: [],
  rows: [
    { name: 'CLIP', cells: [] },
    { name: 'Shared', cells: [], ...(unfair && { unfair }) },
  ],
  notes: [],
});
const answer = (unfair?: readonly string[]) => ({
  question: 'Smaller?',
  answer: { verdict: 'yes' as const, lines: [], ...(unfair && { unfair }) },
});

describe('refuseUnfair', () => {
  it('lets fair comparisons pass', () =>
    expect(() => refuseUnfair({ tables: [table()], answers: [answer()] })).not.toThrow());

  it('names every table, row and question that is not', () => {
    const refuse = () =>
      refuseUnfair({ tables: [table(['steps (trainer.steps: 6 → 7)'])], answers: [answer(['batch size'])] });
    expect(refuse).toThrow(UserError);
    expect(refuse).toThrow('"Gap", Shared: steps (trainer.steps: 6 → 7)\n  "Smaller?": batch size\n');
  });
});
