import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { contentHash, counted, type RunRecord } from '@alignclip/core';
import { madeRecord } from '@alignclip/experiment/testing';
import { median } from './step/median';

const bin = resolve(__dirname, '../../packages/cli/bin/alignclip.cjs');
const rounds = 7;
const records = 500;

/** Processor seconds to the end of each command; `limit`: of issue "a house that others can carry on". */
const commands = [
  { args: ['--help'], limit: 0.5 },
  { args: ['--version'], limit: 0.5 },
  { args: ['list', 'components'] },
  { args: ['runs', 'list'], limit: 1 },
] as const;

/** `npm run bench:start`: processor time of commands that only read, next to that of `node -e 0`. */
function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-start-'));
  try {
    writeRecords(join(folder, 'runs', 'made', 'records'));
    console.log(`medians of ${rounds} runs, alternating with node -e 0; runs list on ${counted(records, 'record')}`);
    for (const { args, ...rest } of commands) console.log(line(args, 'limit' in rest ? rest.limit : undefined, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function line(args: readonly string[], limit: number | undefined, folder: string): string {
  const [ours, node]: [number[], number[]] = [[], []];
  processorSeconds([bin, ...args], folder); // compiles the sources once
  for (let round = 0; round < rounds; round += 1) {
    node.push(processorSeconds(['-e', '0'], folder));
    ours.push(processorSeconds([bin, ...args], folder));
  }
  const [seconds, base] = [median(ours), median(node)];
  const verdict = limit === undefined ? '' : ` · limit ${limit} s ${seconds <= limit ? 'met' : 'not met'}`;
  return `${args.join(' ').padEnd(16)} ${seconds.toFixed(2)} s · node ${base.toFixed(3)} s · ratio ${(seconds / base).toFixed(1)}${verdict}`;
}

/** User and system time of a Node process and its children. */
function processorSeconds(args: readonly string[], cwd: string): number {
  const script = `
    const { status } = require('node:child_process').spawnSync(process.execPath, ${JSON.stringify(args)}, { stdio: 'ignore' });
    process.stdout.write(JSON.stringify({ status, times: require('node:fs').readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ') }));`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd, encoding: 'utf8' });
  const { status, times } = JSON.parse(stdout) as { status: number; times: string[] };
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with exit code ${status}`);
  return (Number(times[13]) + Number(times[14])) / 100; // cutime, cstime in hundredths of a second
}

/** Records of about the size of the quickstart's, most of it curves. */
function writeRecords(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < records; i += 1) {
    const record = recordOfCurves(`variant-${i % 50}`, Math.floor(i / 50));
    const name = `${record.variant}-seed${record.seed}-${record.key.slice(0, 12)}.json`;
    writeFileSync(join(folder, name), JSON.stringify(record, null, 1));
  }
}

function recordOfCurves(variant: string, seed: number): RunRecord {
  const curve = Array.from({ length: 400 }, (_, i) => Math.sin(i * (seed + 1)) / 3);
  const named = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
  return madeRecord({
    key: contentHash([variant, seed]),
    experiment: 'made',
    variant,
    seed,
    config: { losses: [{ slot: 'loss-term', type: 'clip', options: { weight: 1 } }] },
    curves: Object.fromEntries(named('curve', 10).map((name) => [name, curve])),
    scores: Object.fromEntries(named('gap/test/score', 60).map((name, i) => [name, i / 60])),
    intervals: Object.fromEntries(named('gap/test/score', 60).map((name, i) => [name, [i / 70, i / 50] as const])),
  });
}

main();
