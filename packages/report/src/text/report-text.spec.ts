import type { RunRecord } from '@alignclip/core';
import { experimentOf } from '@alignclip/experiment';
import { madeRecord, tinyExperiment } from '@alignclip/experiment/testing';
import { question, summaryTable } from '@alignclip/reporting';
import { shared } from '@alignclip/sharing';
import { makeReport } from '../model/make-report';
import { refuseUnfair } from '../model/refuse-unfair';
import { reportFormat } from './report-format';
import { parameterLines, sweepText } from './report-text';

const made = (variant: string, seed: number, distance: number): RunRecord =>
  madeRecord({
    variant,
    seed,
    seconds: { train: 10, evaluate: 1.4 },
    parameters: { total: 1000, shared: 0, image: 600, text: 400 },
    scores: { 'gap/test/centroid-distance': distance },
  });
const records = [0, 1].flatMap((seed) => [
  made('CLIP', seed, 0.8 + seed / 100),
  made('SharedCLIP', seed, 0.5 + seed / 100),
]);
const asked = tinyExperiment({
  variants: { CLIP: {}, SharedCLIP: { sharing: shared() } },
  tables: [summaryTable()],
  questions: [
    question({
      question: 'Does sharing help?',
      baseline: 'CLIP',
      treatment: 'SharedCLIP',
      score: 'gap/test/centroid-distance',
      name: 'centroid distance',
      better: 'lower',
    }),
  ],
});
const reportOn = (own: readonly RunRecord[], definition = asked) =>
  makeReport({ title: 'tiny', records: own, gaps: [], experiment: experimentOf(definition) });
const linesOf = (report = reportOn(records), format = 'terminal') =>
  sweepText(report, 'runs/tiny', reportFormat(format)).split('\n');

describe('sweepText', () => {
  it('has tables, the answer to each question, parameters, and where the records are', () => {
    const lines = linesOf();
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    const order = ['Modality gap, retrieval', 'Does sharing help?', '1,000 parameters', '4 records in'].map(at);
    expect(order).not.toContain(-1);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    expect(lines.find((line) => line.includes('│ SharedCLIP'))).toContain('.505 ± .007');
    expect(lines.at(-1)).toBe('4 records in runs/tiny (46 s of computation in total)');
  });

  it('has tables in Markdown on request', () => {
    const lines = linesOf(reportOn(records), 'markdown');
    expect(lines.filter((line) => /^\|.*SharedCLIP.*\|$/.test(line))).toHaveLength(1);
  });

  it('does without tables and questions', () => {
    const { name, seeds, base, variants } = asked;
    const lines = linesOf(reportOn(records, { name, seeds, base, variants }));
    expect(lines.join()).not.toContain('Modality gap');
    expect(lines.at(-1)).toContain('4 records');
  });

  it('marks an unfair comparison, which --strict refuses', () => {
    const trainer = (steps: number) => ({ trainer: { slot: 'trainer', type: 'trainer', options: { steps } } });
    const unequal = records.map((record, i) => ({
      ...record,
      config: trainer(i % 2),
      profile: i % 2 ? 'full' : 'quick',
    }));
    expect(() => refuseUnfair(reportOn(unequal))).toThrow('trainer.steps: 0 → 1');
    expect(linesOf(reportOn(unequal)).join('\n')).toContain('SharedCLIP †');
  });
});

describe('parameterLines', () => {
  it('gives one line per variant, whatever number of seeds it has', () => {
    const record = (variant: string, shared: number) =>
      ({ variant, parameters: { total: 1234567, shared, image: 200, text: 300 } }) as RunRecord;
    expect(parameterLines([record('CLIP', 0), record('CLIP', 0), record('SharedCLIP', 1000)])).toEqual([
      'CLIP: 1,234,567 parameters: 0 shared by both towers, 200 only in the image tower, 300 only in the text tower',
      'SharedCLIP: 1,234,567 parameters: 1,000 shared by both towers, 200 only in the image tower, 300 only in the text tower',
    ]);
  });
});
