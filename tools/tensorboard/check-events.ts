import type { RunRecord } from '@alignclip/core';
import { RunStore } from '@alignclip/experiment';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { check } from '../testing/check';
import { root, runAlignclip, startProgram } from '../testing/run-alignclip';

type Scalars = Record<string, [number, number][]>;

const args = ['tools/testing/small-sweep.ts', '--variant', 'AlignCLIP', '--seed', '0'];

/** A run that is killed on its way and goes on: TensorBoard must read the curves of its record, every point once. */
export async function checkEvents(python: string, runs: string): Promise<void> {
  await killedOnItsWay(runs);
  const { code, output } = await runAlignclip(['train', ...args, '--runs', runs]);
  check(code === 0, 'a killed run goes on to its end', output);
  const [record] = new RunStore(join(runs, 'small-sweep')).readAll().records;
  const read = Object.entries(readByTensorBoard(python, runs));
  const [name, scalars] = read[0]!;
  check(read.length === 1, `TensorBoard finds the run ${name}`);
  compareCurves(record!, scalars);
  compareScores(record!, scalars);
}

async function killedOnItsWay(runs: string): Promise<void> {
  const child = startProgram(join(root, 'packages/cli/src/main.ts'), ['train', ...args, '--runs', runs]);
  const closed = once(child, 'close');
  let output = '';
  child.stdout!.on('data', (chunk) => {
    output += String(chunk);
    if (/step 1\//.test(output)) setTimeout(() => child.kill('SIGKILL'), 2000);
  });
  const [, signal] = (await closed) as [number | null, string | null];
  check(signal === 'SIGKILL', 'a run is killed on its way', output);
}

function readByTensorBoard(python: string, runs: string): Record<string, Scalars> {
  const script = join(root, 'tools/reference/read-events.py');
  const { stdout, stderr, status } = spawnSync(python, [script, runs], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  check(status === 0, 'TensorBoard reads the folder of runs', stderr);
  return JSON.parse(stdout) as Record<string, Scalars>;
}

function compareCurves({ curves }: RunRecord, scalars: Scalars): void {
  const keys = Object.keys(curves).filter((key) => key !== 'step');
  for (const key of keys) {
    const expected = curves[key]!.map((value, i) => [curves['step']![i]!, Math.fround(value)]);
    const read = scalars[`train/${key}`]?.map(([step, value]) => [step, Math.fround(value)]);
    check(JSON.stringify(read) === JSON.stringify(expected), `train/${key}: ${expected.length} points, each once`);
  }
}

function compareScores({ scores }: RunRecord, scalars: Scalars): void {
  const wrong = Object.entries(scores).filter(
    ([key, value]) => Math.fround(scalars[`scores/${key}`]?.[0]?.[1] ?? NaN) !== Math.fround(value),
  );
  check(wrong.length === 0, `${Object.keys(scores).length} scores`, wrong.join('\n'));
}
