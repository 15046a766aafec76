import type { RunRecord } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import { joinedReport } from './joined-report';
import type { Report } from './make-report';

const run = (variant: string, seed: number, key: string) => ({ variant, seed, key }) as unknown as RunRecord;
const table = (title: string) => ({ title, columns: [], rows: [], notes: [] }) as never;

function part(title: string, records: readonly RunRecord[]): Report {
  const registry = new Registry();
  return {
    title,
    records,
    registry,
    gaps: ['missing: X'],
    tables: [table(title)],
    figures: [],
    claims: [],
    answers: [],
  };
}

describe('joinedReport', () => {
  it('has the tables of all, says whose gaps they are, and shows each variant as the first part has it', () => {
    const first = part('one', [run('CLIP', 0, 'a'), run('CLIP', 1, 'b')]);
    const report = joinedReport('all', [first, part('two', [run('CLIP', 0, 'tuned'), run('SLIP', 0, 'c')])]);
    expect(report.title).toBe('all');
    expect(report.tables.map(({ title }) => title)).toEqual(['one', 'two']);
    expect(report.gaps).toEqual(['one: missing: X', 'two: missing: X']);
    expect(report.records.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(report.registry).toBe(first.registry);
  });

  it('is empty where there is nothing', () => {
    expect(joinedReport('all', [])).toMatchObject({ tables: [], records: [] });
  });
});
