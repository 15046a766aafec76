import { experimentOf } from '@alignclip/experiment';
import { madeRecord, scratchFolder, tinyExperiment } from '@alignclip/experiment/testing';
import { summaryTable } from '@alignclip/reporting';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeReport } from '../model/make-report';
import { reportFormat } from './report-format';
import { writeReport } from './write-report';

const scratch = scratchFolder('write-report');
const report = makeReport({
  title: 'tiny',
  records: [0, 1].map((seed) => madeRecord({ variant: 'CLIP', seed, scores: { 'gap/test/rmg': 0.5 } })),
  gaps: [],
  experiment: experimentOf(tinyExperiment({ tables: [summaryTable()] })),
});
const csv = reportFormat('csv');
/** The disk is full when the report as a whole is written. */
const failing = {
  ...csv,
  get extension(): string {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  },
};

describe('writeReport', () => {
  it('writes a file for each table and one for the whole', async () => {
    const folder = join(scratch.path, 'whole');
    const paths = await writeReport(report, [csv], folder);
    expect(readdirSync(folder).sort()).toEqual(paths.map((path) => path.slice(folder.length + 1)).sort());
    expect(paths.length).toBeGreaterThan(1);
  });

  it('leaves no folder of its own behind where a file cannot be written, and the content of another', async () => {
    const folder = join(scratch.path, 'new');
    await expect(writeReport(report, [csv, failing], folder)).rejects.toThrow('full');
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    await expect(writeReport(report, [csv, failing], folder)).rejects.toThrow('full');
    expect(readdirSync(folder)).not.toEqual([]);
  });
});
