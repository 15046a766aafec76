import { loadExperiment, planSweep, RunStore } from '@alignclip/experiment';
import { Command } from 'commander';
import { join } from 'node:path';
import { madeRecord } from '../testing/made-record';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { powerCommand, wantedOf } from './power';

const scratch = scratchFolder();

const power = async (...args: readonly string[]): Promise<string[]> => {
  const program = new Command().exitOverride();
  powerCommand(program);
  return printed(() => program.parseAsync(['power', '--runs', join(scratch.path, 'runs'), ...args], { from: 'user' }));
};

describe('power', () => {
  it('plans every question from the finished cells', async () => {
    const file = scratch.write('planned.ts', tinySource);
    const store = new RunStore(join(scratch.path, 'runs', 'tiny'));
    const { cells } = await planSweep({ ...loadExperiment(file), store }, {});
    for (const [i, { variant, seed, key }] of cells.entries())
      await store.save({ ...madeRecord(variant, seed, variant === 'CLIP' ? 0.8 : 0.7 - i / 100), key });
    const lines = await power(file, '--format', 'csv', '--difference', 'distance=0.05');
    expect(lines[0]).toContain('comparison');
    expect(lines[1]).toMatch(/^"?SharedCLIP against CLIP: centroid distance"?,2,\.050,\.014,/);
    await expect(power(file, '--difference', 'centroids distance=0.05')).rejects.toThrow(
      'did you mean "centroid distance"',
    );
  });

  it('refuses an experiment without comparisons', async () => {
    const file = scratch.write(
      'mute.ts',
      tinySource.replace(/questions: \[[\s\S]*?\}\)\],\n/, '').replace("'tiny'", "'mute'"),
    );
    await expect(power(file)).rejects.toThrow('has no question or claim that compares two variants');
  });
});

describe('wantedOf', () => {
  const asked = (name: string, ...given: readonly string[]) => wantedOf(given)({ name } as never);

  it('takes one for all, or by the name of the score', () => {
    expect(asked('R@10 image to text', '0.02', 'r@10=0.01')).toBe(0.01);
    expect(asked('centroid distance', '0.02', 'r@10=0.01')).toBe(0.02);
    expect(asked('centroid distance')).toBeUndefined();
    expect(asked('R@10', 'R@1=0.02', 'R@10=0.01')).toBe(0.01);
  });

  it.each(['0', '-1', 'x', 'R@1=', '=1', 'R@1=Infinity', ''])('refuses %p', (given) => {
    expect(() => wantedOf([given])).toThrow('write a number above 0');
  });

  it('refuses a name that is given twice', () => expect(() => wantedOf(['a=1', 'A=2'])).toThrow('given twice'));
});
