import { UserError } from '@alignclip/core';
import { planSweep, RunStore, type LoadedExperiment } from '@alignclip/experiment';
import { join } from 'node:path';
import { paperExperiments } from './paper-experiments';
import { scratchFolder, workspaceRoot } from '../testing/scratch-folder';

const scratch = scratchFolder();
const cwd = process.cwd();
beforeAll(() => process.chdir(workspaceRoot));
afterAll(() => process.chdir(cwd));

const namesOf = (experiments: readonly LoadedExperiment[]) => experiments.map(({ definition }) => definition.name);

describe('paperExperiments', () => {
  it('knows every table and figure in the order of the report, each file by the name of its experiment', () => {
    const all = paperExperiments(['all']);
    expect(namesOf(all)).toEqual([
      ...['table-1', 'figure-4'],
      ...['zero-shot-classification', 'linear-probe', 'distribution-shift'],
      ...['zero-shot-retrieval', 'fine-tuned-retrieval', 'sts'],
      ...['table-6', 'table-7', 'figure-5'],
    ]);
    for (const { file, definition } of all) expect(file.endsWith(join('paper', `${definition.name}.ts`))).toBe(true);
  });

  it('puts an experiment behind the one that it begins with, which is added', () => {
    expect(namesOf(paperExperiments(['fine-tuned-retrieval']))).toEqual(['table-1', 'fine-tuned-retrieval']);
    const all = namesOf(paperExperiments(['all']));
    expect(all.indexOf('table-1')).toBeLessThan(all.indexOf('fine-tuned-retrieval'));
  });

  it('takes each once, and names the nearest of an unknown one', () => {
    expect(namesOf(paperExperiments(['table-6', 'table-6']))).toEqual(['table-6']);
    expect(() => paperExperiments(['tabel-6'])).toThrow(
      'unknown experiment of the paper "tabel-6"; did you mean "table-6"',
    );
  });

  it('asks to be called from the repository', () => {
    process.chdir(scratch.path);
    expect(() => paperExperiments(['all'])).toThrow(UserError);
    process.chdir(workspaceRoot);
  });

  it('share the cells of one model: trained and evaluated once', async () => {
    const store = new RunStore(join(scratch.path, 'paper'));
    const keys = new Map<string, Set<string>>();
    for (const experiment of paperExperiments(['table-1', 'table-6', 'table-7', 'figure-4'])) {
      const { cells } = await planSweep({ ...experiment, store }, { seeds: [0] });
      for (const { variant, key } of cells) keys.set(variant, (keys.get(variant) ?? new Set()).add(key));
    }
    expect([...keys.values()].map(({ size }) => size)).toEqual([...keys.keys()].map(() => 1));
    expect(keys.size).toBe(8); // 3 of the paper, 4 rivals, one without rescaling
  });
});
