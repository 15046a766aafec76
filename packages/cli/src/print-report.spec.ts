import { loadExperiment, RunStore, type ExperimentDefinition } from '@alignclip/experiment';
import { join } from 'node:path';
import { printReport, type ReportOptions } from './print-report';
import { madeRecord } from './testing/made-record';
import { printed } from './testing/printed';
import { scratchFolder, tinySource } from './testing/scratch-folder';

const scratch = scratchFolder();
const records = [0, 1].flatMap((seed) => [
  madeRecord('CLIP', seed, 0.8 + seed / 100),
  madeRecord('SharedCLIP', seed, 0.5 + seed / 100),
]);

describe('printReport', () => {
  let definition: ExperimentDefinition;
  let store: RunStore;
  const report = (options?: ReportOptions) => printed(() => printReport(definition, records, store, options));
  beforeAll(() => {
    definition = loadExperiment(scratch.write('tiny.ts', tinySource)).definition;
    store = new RunStore(join(scratch.path, 'tiny'));
  });

  it('prints tables, the answer to each question, parameters, and where the records are', async () => {
    const lines = await report();
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    const order = ['Modality gap, retrieval', 'Does sharing help?', '1,000 parameters', '4 records in'].map(at);
    expect(order).not.toContain(-1);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    expect(lines.find((line) => line.includes('│ SharedCLIP'))).toContain('.505 ± .007');
    expect(lines.at(-1)).toBe(`4 records in ${store.folder} (46 s of work in all)`);
  });

  it('prints tables in Markdown on request', async () => {
    const lines = await report({ markdown: true });
    expect(lines.filter((line) => /^\|.*SharedCLIP.*\|$/.test(line))).toHaveLength(1);
  });

  it('refuses an unfair comparison when it is to be strict, and prints nothing', async () => {
    const trainer = (steps: number) => ({ trainer: { slot: 'trainer', type: 'trainer', options: { steps } } });
    const unequal = records.map((record, i) => ({
      ...record,
      config: trainer(i % 2),
      profile: i % 2 ? 'full' : 'quick',
    }));
    let lines: string[] = [];
    const strict = async () => {
      lines = await printed(() => {
        expect(() => printReport(definition, unequal, store, { strict: true })).toThrow('trainer.steps: 0 → 1');
      });
    };
    await strict();
    expect(lines).toEqual([]);
    expect((await printed(() => printReport(definition, unequal, store))).join('\n')).toContain('SharedCLIP †');
  });

  it('does without tables and questions', async () => {
    const { name, seeds, base, variants } = definition;
    const lines = await printed(() => printReport({ name, seeds, base, variants }, records, store));
    expect(lines.join()).not.toContain('Modality gap');
    expect(lines.at(-1)).toContain('4 records');
  });
});
