import { UserError } from '@alignclip/core';
import { extendedSeedsOf, loadExperiment, planSweep, RunStore } from '@alignclip/experiment';
import { Command } from 'commander';
import { join } from 'node:path';
import { ablateCommand } from '../commands/ablate';
import { reportCommand } from '../commands/report';
import { madeRecord } from '../testing/made-record';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { nextSeeds } from './add-seeds';
import { seedLimitsOf } from './until-decided';

const scratch = scratchFolder();
const runs = () => join(scratch.path, 'runs');

describe('nextSeeds', () => {
  const file = () => scratch.write('tiny.ts', tinySource);
  const records = (differences: readonly number[]) =>
    differences.flatMap((difference, seed) => [
      madeRecord('CLIP', seed, 0.8),
      madeRecord('SharedCLIP', seed, 0.8 - difference),
    ]);
  const next = (differences: readonly number[], own: readonly number[], limits = { atMost: 8, add: 2 }) =>
    nextSeeds(loadExperiment(file()), records(differences), { CLIP: own, SharedCLIP: own, Other: [0] }, limits);

  it('adds seeds to both variants of what is undecided, up to the limit', () => {
    const { seeds, items } = next([0.1, -0.1], [0, 1]);
    expect(seeds).toEqual({ CLIP: [0, 1, 2, 3], SharedCLIP: [0, 1, 2, 3], Other: [0] });
    expect(items.map(({ verdict }) => verdict)).toEqual(['undecided']);
    expect(next([0.1, -0.1], [0, 1], { atMost: 3, add: 2 }).seeds!['CLIP']).toEqual([0, 1, 2]);
    expect(next([0.1, -0.1, 0.1], [0, 1, 5], { atMost: 3, add: 2 }).seeds).toBeUndefined();
    expect(next([0.1, -0.1, 0.1], [0, 1, 5]).seeds!['CLIP']).toEqual([0, 1, 5, 6, 7]);
  });

  it('adds none for a score that no run has', () => {
    const seeds = { CLIP: [0, 1], SharedCLIP: [0, 1] };
    const without = records([0.1, -0.1]).map((record) => ({ ...record, scores: {} }));
    const next = nextSeeds(loadExperiment(file()), without, seeds, { atMost: 8, add: 2 });
    expect(next).toMatchObject({ seeds: undefined, items: [{ verdict: 'undecided' }] });
  });

  it('ends where all is decided, and refuses smoke runs', () => {
    expect(next([0.1, 0.11, 0.1, 0.12, 0.11], [0, 1, 2, 3, 4])).toMatchObject({ seeds: undefined });
    const smoke = records([0.1, 0.2]).map((record) => ({ ...record, profile: 'smoke' }));
    const seeds = { CLIP: [0, 1], SharedCLIP: [0, 1] };
    expect(() => nextSeeds(loadExperiment(file()), smoke, seeds, { atMost: 8, add: 2 })).toThrow(UserError);
  });
});

describe('seedLimitsOf', () => {
  it('has defaults, and refuses what does not fit', () => {
    expect(seedLimitsOf({})).toBeUndefined();
    expect(seedLimitsOf({ until: 'decided' })).toEqual({ atMost: 40, add: 2 });
    expect(() => seedLimitsOf({ until: 'done' })).toThrow('write --until decided');
    expect(() => seedLimitsOf({ atMost: '9' })).toThrow('--at-most: only with --until decided');
    expect(() => seedLimitsOf({ until: 'decided', seed: ['1'] })).toThrow('leave out --seed');
    expect(() => seedLimitsOf({ until: 'decided', atMost: '1' })).toThrow('--at-most = "1"');
  });
});

describe('ablate --until decided', () => {
  const run = async (add: (program: Command) => void, ...args: readonly string[]) => {
    const program = new Command().exitOverride();
    add(program);
    return printed(() => program.parseAsync([...args, '--runs', runs()], { from: 'user' }));
  };

  /** Finished cells of seeds 0 to 5, so that nothing is trained; their differences. */
  async function finished(name: string, differences: readonly number[]): Promise<string> {
    const file = scratch.write(
      `${name}.ts`,
      tinySource.replace("name: 'tiny', seeds: [0, 1]", `name: '${name}', seeds: [0]`),
    );
    const store = new RunStore(join(runs(), name));
    const seeds = differences.map((_, seed) => seed);
    const extended = { CLIP: seeds, SharedCLIP: seeds };
    const { cells } = await planSweep({ ...loadExperiment(file), store }, { extended });
    for (const { variant, seed, key } of cells) {
      const distance = variant === 'CLIP' ? 0.8 : 0.8 - differences[seed]!;
      await store.save({ ...madeRecord(variant, seed, distance), key });
    }
    return file;
  }
  const ablate = (file: string, ...limits: string[]) =>
    run(ablateCommand, 'ablate', file, '--until', 'decided', '--add', '1', '--processes', '2', ...limits);

  it('ends where all is decided, keeps which seeds that took, and reports by the test that allows it', async () => {
    const file = await finished('clear', [0.1, 0.11, 0.1, 0.12, 0.11, 0.5, 0.5]);
    const lines = await ablate(file);
    expect(lines.filter((line) => line.startsWith('  undecided  Does sharing help? ('))).toHaveLength(4);
    expect(lines).toContain('  yes        Does sharing help? (5 seeds)');
    const seeds = [0, 1, 2, 3, 4];
    expect(extendedSeedsOf(join(runs(), 'clear'), 'quick')).toEqual({ CLIP: seeds, SharedCLIP: seeds });
    const report = (await run(reportCommand, 'report', file)).join(' ');
    expect(report).toContain('decided after 5 seeds, anytime-valid 95 % interval of the improvement');
    expect(report).not.toContain('missing');
  });

  it('refuses named seeds that run on one fold', async () => {
    const folds = "name: 'folded', folds: { of: 5 }, seeds: [0, 5]";
    const file = scratch.write('folded.ts', tinySource.replace("name: 'tiny', seeds: [0, 1]", folds));
    await expect(ablate(file, '--at-most', '5')).rejects.toThrow(
      'seed 5 of variant "CLIP" runs on the fold of another',
    );
  });

  it('ends at the limit', async () => {
    const file = await finished('vague', [0.1, -0.1, 0.1, -0.1]);
    const lines = (await ablate(file, '--at-most', '3')).join(' ');
    expect(lines).toContain('6 cells, 6 finished, 0 to run');
    expect(lines).toContain(
      'not decided after 3 seeds, anytime-valid 95 % interval of the improvement excludes nothing',
    );
  });
});
