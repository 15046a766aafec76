import type { RunRecord } from '@alignclip/core';
import { joinedReport } from './joined-report';
import type { SourcedReport } from './write-pages';

const run = (variant: string, seed: number, key: string) => ({ variant, seed, key }) as unknown as RunRecord;
const table = (title: string) => ({ title, columns: [], rows: [], notes: [] }) as never;

function part(title: string, records: readonly RunRecord[]): SourcedReport {
  const report = { title, gaps: ['missing: X'], tables: [table(title)], figures: [], claims: [], answers: [] };
  return { report, source: { records, definition: undefined } };
}

describe('joinedReport', () => {
  it('has the tables of all, says whose gaps they are, and shows each variant as the first part has it', () => {
    const first = [run('CLIP', 0, 'a'), run('CLIP', 1, 'b')];
    const parts = [part('one', first), part('two', [run('CLIP', 0, 'tuned'), run('SLIP', 0, 'c')])];
    const { report, source } = joinedReport('all', parts);
    expect(report.title).toBe('all');
    expect(report.tables.map(({ title }) => title)).toEqual(['one', 'two']);
    expect(report.gaps).toEqual(['one: missing: X', 'two: missing: X']);
    expect(source.records.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it('is empty where there is nothing', () => {
    expect(joinedReport('all', [])).toMatchObject({ report: { tables: [] }, source: { records: [] } });
  });
});
