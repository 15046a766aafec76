import { contentHash, type JsonObject } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import {
  camelCase,
  type Cell,
  cellsOf,
  type CellSelection,
  CodeFingerprint,
  type ExperimentDefinition,
  experimentOf,
  openExperiment,
  packageComponents,
  planSweep,
} from '@alignclip/experiment';
import { tinyExperiment } from '@alignclip/experiment/testing';
import { hasSentenceEncoder } from '@alignclip/teachers';
import * as alignclip from 'alignclip';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { trainCommand } from '../commands/train';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource, workspaceRoot } from '../testing/scratch-folder';
import { experimentSource } from './experiment-source';
import { printedConfig } from './print-config';

const scratch = scratchFolder();
const before = process.cwd();
beforeAll(() => process.chdir(scratch.path));
afterAll(() => process.chdir(before));

const config = (file: string, format: 'json' | 'ts', selection: CellSelection = {}) => {
  const experiment = openExperiment(file, { runs: 'runs' });
  return printedConfig(experiment, cellsOf(experiment.definition, selection), selection, format);
};
const keysOf = async (file: string, selection: CellSelection = {}) => {
  const { cells } = await planSweep(openExperiment(file, { runs: 'runs' }), selection);
  return cells.map(({ variant, seed, key, trainingKey, factors }) => ({ variant, seed, key, trainingKey, factors }));
};
const write = async (name: string, file: string, selection: CellSelection) =>
  scratch.write(name, await config(file, 'ts', selection));

const source = (definition: ExperimentDefinition, more: Partial<Cell> = {}): string => {
  const experiment = experimentOf(definition);
  return experimentSource(experiment, { ...cellsOf(definition)[0]!, ...more }, new CodeFingerprint(experiment));
};

/** A program that was loaded is not read again. */
function newFolder(what: string): string {
  const folder = what.replaceAll(' ', '-');
  mkdirSync(folder);
  return folder;
}

const loss = `
  import { defineComponent, LossTerm, tf, z } from 'alignclip';
  export const distance = defineComponent(LossTerm)({
    type: 'centroid', options: z.strictObject({ weight: z.number().default(1) }),
    create: ({ weight }) => ({ symbol: 'L', weight, compute: ({ image, text }) => tf.mean(tf.square(tf.sub(image, text))) }),
  });`;
const withLoss = (from: string) =>
  `${from}\n${tinySource
    .replace("name: 'tiny'", "name: 'tiny', components: [distance]")
    .replace('losses: [clip()]', 'losses: [clip(), distance({ weight: 0.5 })]')}`;
const one: CellSelection = { variants: ['CLIP'], seeds: [1] };

describe('--print-config', () => {
  it('prints every selected cell in JSON, as it is hashed', async () => {
    const file = scratch.write('tiny.ts', tinySource);
    const settings = { 'trainer.steps': 3 };
    const cells = JSON.parse(await config(file, 'json', { profile: 'long', settings })) as JsonObject[];
    const { definition } = openExperiment(file, { runs: 'runs' });
    const wanted = cellsOf(definition, { profile: 'long', settings });
    expect(cells).toMatchObject([
      { experiment: 'tiny', profile: 'long', variant: 'CLIP', seed: 0 },
      { variant: 'SharedCLIP', seed: 0 },
    ]);
    expect(cells.map(({ config }) => contentHash(config))).toEqual(wanted.map(({ config }) => contentHash(config)));
  });

  it('trains the same cell', async () => {
    const file = scratch.write('original.ts', tinySource);
    const train = async (...args: string[]) => {
      const program = new Command().exitOverride();
      trainCommand(program);
      return printed(() => program.parseAsync(['train', ...args], { from: 'user' }));
    };
    const lines = await train(file, '--variant', 'SharedCLIP', '--seed', '1', '--print-config', 'ts');
    await train(scratch.write('again.ts', lines.join('\n')), '--runs', 'trained');
    const [key] = await keysOf(file, { variants: ['SharedCLIP'], seeds: [1] });
    expect(readdirSync('trained/tiny/records')).toEqual([`sharedclip-seed1-${key!.key.slice(0, 12)}.json`]);
  });
});

const lacking = 'no sentence encoder all-MiniLM-L6-v2 (npm run setup downloads it)';
describeWhere(hasSentenceEncoder('all-MiniLM-L6-v2'), lacking, '--print-config ts of experiments/', () => {
  it.each([
    ['quickstart', 'AlignCLIP'],
    ['rq2-intra-modality-separation', 'AlignCLIP, D of words'],
    ['alpha-beta', undefined],
    ['temperature', undefined],
    ['sharing-depth', undefined],
    ['post-hoc', undefined],
  ])('prints a cell of %s that has the same key', async (name, variant) => {
    const file = join(workspaceRoot, `experiments/${name}.ts`);
    const { definition } = openExperiment(file, { runs: 'runs' });
    const profile = 'smoke';
    const last = cellsOf(definition, { profile, ...(variant && { variants: [variant] }) }).at(-1)!;
    const selection = { profile, variants: [last.variant], seeds: [last.seed] };
    const again = await write(`${name}.ts`, file, selection);
    expect(await keysOf(again)).toEqual(await keysOf(file, selection));
  });
});

describe('--print-config ts', () => {
  it.each([
    [
      'a named export',
      loss,
      `import { distance } from './centroid';`,
      "import { distance as centroid } from './FOLDER/centroid.js'",
    ],
    [
      'a default export',
      `${loss} export default distance;`.replace('export const', 'const'),
      `import distance from './centroid';`,
      "import centroid from './FOLDER/centroid.js'",
    ],
  ])('imports a component of the experiment by %s', async (what, source, from, imported) => {
    const folder = newFolder(what);
    scratch.write(`${folder}/centroid.ts`, source);
    const file = scratch.write(`${folder}/with-loss.ts`, withLoss(from));
    const again = await write('printed-loss.ts', file, one);
    expect(readFileSync(again, 'utf8')).toContain(imported.replace('FOLDER', folder));
    expect(await keysOf(again)).toEqual(await keysOf(file, one));
  });

  it.each([
    ['in no file of its own', loss, '', /^component "losses\/centroid": is in no file named centroid.ts, so that /],
    [
      'that its file keeps to itself',
      `import { given } from './centroid'; const distance = given();`,
      loss.replace('export', '').concat('export const given = () => distance;'),
      /centroid": is not exported by .*centroid.ts; export it, or print json$/,
    ],
  ])('refuses a component %s', async (what, from, source, message) => {
    const folder = newFolder(what);
    scratch.write(`${folder}/centroid.ts`, source);
    const file = scratch.write(`${folder}/refused.ts`, withLoss(from));
    await expect(config(file, 'ts', one)).rejects.toThrow(message);
    expect(JSON.parse(await config(file, 'json', one))).toHaveLength(1);
  });

  it('takes one cell, and none of an experiment with modules', async () => {
    const file = scratch.write('tiny.ts', tinySource);
    await expect(config(file, 'ts', { variants: ['CLIP'] })).rejects.toThrow(
      'prints one cell, but 2 are selected; choose one of: --variant CLIP --seed 0, --variant CLIP --seed 1',
    );
    expect(() => source(tinyExperiment({ modules: [] }))).toThrow('modules bind');
  });

  it('writes folds, and odd names as they are', async () => {
    const variant = "a'`*/${b}\\ \u2028";
    const file = scratch.write(
      'odd.ts',
      tinySource
        .replace('CLIP: {},', `${JSON.stringify(variant)}: {},`)
        .replace("name: 'tiny'", "name: 'tiny', folder: 'odd', folds: { of: 3 }")
        .replace("'CLIP', treatment", `${JSON.stringify(variant)}, treatment`),
    );
    const selection = { variants: [variant], seeds: [1] };
    const again = await write('odd-again.ts', file, selection);
    expect(await keysOf(again)).toEqual(await keysOf(file, selection));
    expect(openExperiment(again, { runs: 'runs' }).store.folder).toBe(join('runs', 'odd'));
  });

  it('keeps what trials chose for the record, and says that the key differs', () => {
    const tuning = { trials: 3, protocol: 'grid', chosen: { 'schedule.rate': 0.01 } };
    const text = source(tinyExperiment({}), { tuning });
    expect(text).toContain('// Trials chose some of its values.');
    expect(text).toMatch(/tuning: \{\s+CLIP: \{ trials: 3, protocol: 'grid', chosen: \{ 'schedule.rate': 0.01 \} \}/);
  });

  it('can name every component of the packages', () => {
    const exported: Readonly<Record<string, unknown>> = alignclip;
    for (const component of packageComponents) expect(exported[camelCase(component.type)]).toBe(component);
  });
});
