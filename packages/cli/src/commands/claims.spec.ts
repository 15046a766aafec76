import { UserError } from '@alignclip/core';
import { loadExperiment, planSweep, RunStore } from '@alignclip/experiment';
import { Command } from 'commander';
import { join } from 'node:path';
import { madeRecord } from '../testing/made-record';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { claimsCommand } from './claims';

const scratch = scratchFolder();
const source = tinySource.replace('import { bagOfWords', 'import { claim, bagOfWords').replace(
  'tables: [summaryTable()],',
  `tables: [summaryTable()],
    claims: [claim({ claim: 'Sharing closes the gap', source: 'RQ1', pairs: [['SharedCLIP', 'CLIP']],
      scores: [{ name: 'centroid distance', score: 'gap/test/centroid-distance', better: 'lower' }] })],`,
);

const claims = async (...args: readonly string[]): Promise<string[]> => {
  const program = new Command().exitOverride();
  claimsCommand(program);
  return printed(() => program.parseAsync(['claims', '--runs', join(scratch.path, 'runs'), ...args], { from: 'user' }));
};

describe('claims', () => {
  it('says which experiment to run where there are no runs, then judges those there are', async () => {
    const file = scratch.write('claimed.ts', source);
    const before = await claims(file);
    expect(before).toEqual([
      'undecided (0 seeds): Sharing closes the gap (RQ1)',
      '  SharedCLIP against CLIP: no seed has centroid distance of both',
      expect.stringMatching(/^ {2}Tested: that the first of each pair is better, /),
      `4 runs are missing: alignclip ablate ${file}`,
      '',
      '1 claim: 0 hold, 0 fail, 1 undecided',
    ]);
    const store = new RunStore(join(scratch.path, 'runs', 'tiny'));
    const { cells } = await planSweep({ ...loadExperiment(file), store }, {});
    for (const [i, { variant, seed, key }] of cells.entries())
      await store.save({ ...madeRecord(variant, seed, variant === 'CLIP' ? 0.8 : 0.5 + i / 1000), key });
    const after = await claims(file, '--format', 'markdown');
    expect(after[0]).toBe('holds (2 seeds): Sharing closes the gap (RQ1)');
    const evidence =
      '- SharedCLIP against CLIP: centroid distance .800 ± .000 → .502 ± .001 (difference −.298, 95 % t interval ';
    expect(after[1]!.startsWith(evidence)).toBe(true);
    expect(after.at(-1)).toBe('1 claim: 1 hold, 0 fail, 0 undecided');
  });

  it('asks for files where the paper’s experiments are not there', async () => {
    const cwd = process.cwd();
    process.chdir(scratch.path);
    try {
      await expect(claims()).rejects.toThrow(UserError);
    } finally {
      process.chdir(cwd);
    }
  });
});
