import { counted, messageOf } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StepCounts } from '../bench/step/step-counts';
import { bench } from './bench';
import type { PartName } from './options';
import type { Context, Found, PartResult } from './report';

const root = resolve(__dirname, '../..');

/** Runs one part; whatever goes wrong in it is its result. Each program is a process of its own. */
export async function runPart(part: PartName, context: Context): Promise<PartResult> {
  context.say(part);
  const start = performance.now();
  const found = await parts[part](context).catch((error: unknown): Found => ({
    ok: false,
    summary: 'could not be run',
    lines: [messageOf(error)],
  }));
  return { part, seconds: (performance.now() - start) / 1000, ...found };
}

const parts: Readonly<Record<PartName, (context: Context) => Promise<Found>>> = {
  parity: () => Promise.resolve(parity()),
  golden: () => Promise.resolve(golden()),
  counts: () => Promise.resolve(counts()),
  bits: () => Promise.resolve(bits()),
  bench,
  'data-parallel': () =>
    Promise.resolve({
      ok: null,
      summary: 'no training on several GPUs at once yet; a sweep uses one GPU a run',
      lines: [],
    }),
};

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Every kernel against its formula in float64, value and gradients. */
function parity(): Found {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-gpu-'));
  try {
    const file = join(folder, 'jest.json');
    const specs = ['packages/backend/src/kernels', 'packages/backend/src/tensorflow-kernels.spec.ts'];
    const program = join(root, 'node_modules/jest/bin/jest.js');
    const { output } = run([program, ...specs, '-w', '1', '--json', '--outputFile', file]);
    const report = JSON.parse(readReport(file, output)) as JestReport;
    const { numPassedTests, numFailedTests, testResults } = report;
    const failed = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    );
    const broken = testResults.filter(({ assertionResults }) => assertionResults.length === 0);
    return {
      ok: numFailedTests === 0 && broken.length === 0 && numPassedTests > 0,
      summary: `${counted(numPassedTests, 'test')} passed, ${numFailedTests} failed`,
      lines: [...failed, ...broken.map(({ message }) => message.slice(0, 500))],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string, output: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`the tests ended without a report: ${output.slice(-2000)}`);
  }
}

/** The numbers of the official code. */
function golden(): Found {
  const { status, output } = program('tools/golden/main.ts');
  const lines = output.split('\n').filter((line) => /^(ok|FAIL|not yet| {4})/.test(line));
  const passed = lines.filter((line) => line.startsWith('ok')).length;
  const isWhole = status === 0 && passed > 0;
  return {
    ok: isWhole,
    summary: `${counted(passed, 'file')} within tolerance`,
    lines: isWhole ? lines : [...lines, ...output.split('\n').slice(-10)],
  };
}

/** What a step asks for. */
function counts(): Found {
  const { status, output } = program('tools/bench/counts.ts', '--json');
  if (status !== 0) throw new Error(output.slice(-2000));
  const found = JSON.parse(output.slice(output.indexOf('{'))) as StepCounts;
  const { total, uploads, readsBeforeUpdate } = found;
  return {
    ok: readsBeforeUpdate === 0,
    summary: `${total} operations, ${counted(uploads, 'upload')}, ${counted(readsBeforeUpdate, 'read')} before the update`,
    lines: Object.entries(found.operations).map(([name, calls]) => `${name} ${calls}`),
  };
}

/** Two trainings in two processes. */
function bits(): Found {
  const hashes = [0, 1].map(() => {
    const { status, output } = program('tools/gpu/bits-worker.ts');
    const hash = /^[0-9a-f]{64}$/m.exec(output)?.[0];
    if (status !== 0 || hash === undefined) throw new Error(output.slice(-2000));
    return hash;
  });
  const isSame = hashes[0] === hashes[1];
  return {
    ok: isSame,
    summary: isSame ? 'the same weights twice' : 'two trainings ended with other weights',
    lines: hashes,
  };
}

const program = (file: string, ...args: string[]) => run([join(root, 'tools/run.cjs'), join(root, file), ...args]);

function run(args: readonly string[]): { status: number | null; output: string } {
  const env = { ...process.env, ALIGNCLIP_CUSTOM_OPS: 'off' };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error) throw error;
  return { status, output: status === 0 ? stdout : `${stdout}\n${stderr}` };
}
