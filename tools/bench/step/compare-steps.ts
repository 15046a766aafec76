import { resolve } from 'node:path';
import { captionBatches } from './caption-batches';
import { median } from './median';
import { shapes, targetOf, type ShapeName, type Text, type Variant } from './shapes';
import { Side } from './side';
import type { StepOptions } from './step-options';
import type { StepTask } from './task';

/** One line of the result: medians over the rounds; `ratio` above 1 where ours is faster. */
export interface StepRow {
  readonly shape: ShapeName;
  readonly text: Text;
  readonly variant: Variant;
  readonly ms: number;
  readonly openClipMs: number;
  readonly ratio: number;
  readonly target: number | null;
  readonly peakMB: number | null;
  readonly openClipPeakMB: number | null;
  readonly batchSize: number;
}

export interface Case {
  readonly shape: ShapeName;
  readonly text: Text;
  readonly variant: Variant;
}

export interface Commands {
  readonly ours: readonly string[];
  readonly openClip: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const warmUp = 2;

export async function taskOf({ shape, text, variant }: Case, threads: number): Promise<StepTask> {
  const data = await captionBatches(shapes[shape]);
  return { ...shapes[shape], ...data, variant, threads, trim: text === 'captions', compile: false };
}

/** Trains both sides step by step in turn, each in a process of its own with the same threads and allocator. */
export async function compareSteps(
  which: Case,
  { rounds, threads, compile }: Pick<StepOptions, 'rounds' | 'threads' | 'compile'>,
  { ours, openClip, env }: Commands,
  say: (line: string) => void,
): Promise<StepRow> {
  const task = await taskOf(which, threads);
  const limits = { ...env, TF_NUM_INTRAOP_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const sides = [new Side('ours', ours, task, limits), new Side('open_clip', openClip, task, limits)];
  if (compile) sides.push(new Side('torch.compile', openClip, { ...task, compile }, limits));
  try {
    await checkSameModel(sides, say);
    const times = await timesInTurn(sides, rounds, say);
    const [ms, ...others] = times.map(median) as [number, ...number[]];
    const fastest = others.indexOf(Math.min(...others));
    const peak = (side: Side | undefined) => side?.peakMB() ?? null;
    return {
      ...which,
      ms,
      openClipMs: others[fastest]!,
      ratio: others[fastest]! / ms,
      target: targetOf(which.shape, which.text),
      peakMB: peak(sides[0]),
      openClipPeakMB: peak(sides[1 + fastest]),
      batchSize: task.batchSize,
    };
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}

/** Milliseconds by side, in the order of the rounds, without the warm-up. */
async function timesInTurn(sides: readonly Side[], rounds: number, say: (line: string) => void): Promise<number[][]> {
  const times: number[][] = sides.map(() => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    const now: number[] = [];
    for (const side of sides) now.push(await side.step());
    if (round >= warmUp) now.forEach((ms, i) => times[i]!.push(ms));
    const name = round < warmUp ? 'warm-up' : `round ${round - warmUp + 1} of ${rounds}`;
    say(`  ${name}: ${sides.map((side, i) => `${side.name} ${now[i]!.toFixed(0)} ms`).join(', ')}`);
  }
  return times;
}

/** Equal numbers of trained values are the proof of equal shapes. */
async function checkSameModel(sides: readonly Side[], say: (line: string) => void): Promise<void> {
  const facts = await Promise.all(sides.map(({ ready }) => ready));
  for (const { versions, parameters } of facts) say(`  ${versions}: ${parameters} parameters`);
  if (new Set(facts.map(({ parameters }) => parameters)).size > 1) throw new Error('the models are not of one size');
}

/** The programs of both sides, and the environment of our workers: preloaded allocator, sources compiled as read. */
export function commandsOf(python: string): Commands {
  const root = resolve(__dirname, '../../..');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript of the program's own start
  const worker = require(resolve(root, 'packages/cli/bin/worker-environment.cjs')) as {
    workerEnvironment(): NodeJS.ProcessEnv;
    workerOptions(): string[];
  };
  return {
    ours: [process.execPath, ...worker.workerOptions(), resolve(root, 'tools/bench/step-worker.ts')],
    openClip: [python, resolve(root, 'tools/reference/bench_step.py')],
    env: worker.workerEnvironment(),
  };
}
