import type { RunRecord } from 'alignclip';
import { describeTable, figureRecords } from 'alignclip/testing';
import { newTable } from './new-table';

describeTable('new-table', newTable.make({ score: 'gap' }), figureRecords());

const run = (variant: string, scores: RunRecord['scores']) => ({ variant, scores }) as RunRecord;

describe('newTable', () => {
  it('shows the mean of each variant, and nothing where nothing was measured', () => {
    const records = [run('CLIP', { 'gap/test/rmg': 0.5 }), run('CLIP', { 'gap/test/rmg': 0.7 }), run('SharedCLIP', {})];
    const { rows } = newTable.make({}).render(records);
    expect(rows.map(({ name }) => name)).toEqual(['CLIP', 'SharedCLIP']);
    expect(rows[0]!.cells[0]!.mean).toBeCloseTo(0.6, 12);
    expect(rows[1]!.cells[0]).toBeUndefined();
  });
});
