import { cacheFolder } from '@alignclip/backend';
import { messageOf, type RunRecord, UserError } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatted } from './docs/formatted';
import { fillMarked } from './docs/marked';

/**
 * `npm run check:node [-- --write] [20 22 …]`: set-up, doctor, the quickstart at smoke size and some tests under other
 * versions of Node, which npm downloads into the cache (by default 20, 22, 24 and the newest); `--write` writes the result
 * into docs/how-to/install.md.
 */
const root = resolve(__dirname, '..');
const page = join(root, 'docs/how-to/install.md');
const tests = [
  'packages/backend/src/start-backend',
  'packages/backend/src/wasm-kernels',
  'packages/cli/src/alignclip-program',
  'packages/launchers',
];

interface Tried {
  readonly version: string;
  /** Whether each step passed, by its name. */
  readonly steps: Readonly<Record<string, boolean>>;
  /** The scores of each cell by its variant and seed, as text. */
  readonly scores: string;
}

function run(program: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status === 0;
}

/** The program of the newest Node of a major version, or of all: from a package of npm. */
function install(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = cacheFolder('node', version);
  mkdirSync(folder, { recursive: true });
  const options = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
  if (run('npm', ['install', ...options, `${name}@${version}`])) return join(folder, 'node_modules', name, 'bin/node');
  throw new UserError(`npm has no Node ${version} for this machine: name major versions, such as 22, or latest`);
}

/** Runs every step, also after one has failed. */
function check(node: string): Tried {
  const runs = mkdtempSync(join(tmpdir(), 'alignclip-node-'));
  const alignclip = (...args: string[]): boolean => run(node, ['packages/cli/bin/alignclip.cjs', ...args]);
  try {
    return {
      version: spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1),
      steps: {
        'set-up': run(node, ['packages/backend/native/setup.mjs']),
        doctor: alignclip('doctor'),
        smoke: alignclip('ablate', 'experiments/quickstart.ts', '--profile', 'smoke', '--runs', runs),
        tests: run(node, ['node_modules/jest/bin/jest.js', '--maxWorkers', '1', ...tests]),
      },
      scores: scoresIn(join(runs, 'quickstart/records')),
    };
  } finally {
    rmSync(runs, { recursive: true });
  }
}

function scoresIn(records: string): string {
  if (!existsSync(records)) return '';
  const lines = readdirSync(records).map((name) => {
    const { variant, seed, scores } = JSON.parse(readFileSync(join(records, name), 'utf8')) as RunRecord;
    return JSON.stringify([variant, seed, scores]);
  });
  return lines.sort().join('\n');
}

const passed = ({ steps }: Tried): boolean => Object.values(steps).every(Boolean);

/** A table of what was tried, and whether all Nodes gave the same scores. */
export function tableOf(tried: readonly Tried[]): string {
  const steps = Object.keys(tried[0]?.steps ?? {});
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const same = tried.every(({ scores }) => scores !== '' && scores === tried[0]?.scores);
  return [
    row(['Node', ...steps]),
    row(['---', ...steps.map(() => '---')]),
    ...tried.map((one) => row([one.version, ...steps.map((step) => (one.steps[step] ? 'ok' : 'FAILED'))])),
    '',
    `The scores of the smoke run are ${same ? 'the same to the bit' : 'not the same'} under all of them.`,
  ].join('\n');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
  const tried = (positionals.length > 0 ? positionals : ['20', '22', '24', 'latest']).map(install).map(check);
  const table = tableOf(tried);
  console.log(table);
  if (values.write)
    writeFileSync(page, await formatted(fillMarked(readFileSync(page, 'utf8'), 'node-versions', table)));
  process.exitCode = tried.every(passed) ? 0 : 1;
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(`error: ${messageOf(error)}`);
    process.exitCode = 1;
  });
