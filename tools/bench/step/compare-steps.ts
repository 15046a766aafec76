import type { Precision } from '@alignclip/backend';
import { captionBatches } from './caption-batches';
import { checkSameModel, timesInTurn } from './compare-sides';
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
  readonly precision?: Precision;
  readonly ms: number;
  readonly openClipMs: number;
  readonly ratio: number;
  /** The other side as it is and compiled, where both take part. */
  readonly others?: Readonly<Record<string, number>>;
  readonly target: number | null;
  readonly peakMB: number | null;
  readonly openClipPeakMB: number | null;
  readonly batchSize: number;
}

export interface Case {
  readonly shape: ShapeName;
  readonly text: Text;
  readonly variant: Variant;
  /** Of both sides; float32 unless given. */
  readonly precision?: Precision;
}

export interface Commands {
  readonly ours: readonly string[];
  readonly openClip: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const warmUp = 2;

/** Whether torch.compile takes part: always, never, or where the target is set against the faster of the two. */
export const isCompiled = ({ shape, text }: Case, { compile }: Pick<StepOptions, 'compile'>): boolean =>
  compile === 'target' ? shape === 'small' || text === 'captions' : compile === 'always';

export async function taskOf(
  { shape, text, variant, precision = 'float32' }: Case,
  threads: number,
): Promise<StepTask> {
  const data = await captionBatches(shapes[shape]);
  return { ...shapes[shape], ...data, variant, precision, threads, trim: text === 'captions', compile: false };
}

/** Trains both sides step by step in turn, each in a process of its own with the same threads and allocator. */
export async function compareSteps(
  which: Case,
  options: Pick<StepOptions, 'rounds' | 'threads' | 'compile'> & Pick<StepTask, 'device'>,
  { ours, openClip, env }: Commands,
  say: (line: string) => void,
): Promise<StepRow> {
  const { rounds, threads } = options;
  const task = { ...(await taskOf(which, threads)), ...(options.device && { device: options.device }) };
  const limits = { ...env, TF_NUM_INTRAOP_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const sides = [new Side('ours', ours, task, limits), new Side('open_clip', openClip, task, limits)];
  if (isCompiled(which, options)) sides.push(new Side('torch.compile', openClip, { ...task, compile: true }, limits));
  try {
    await checkSameModel(sides, say);
    const times = await timesInTurn(sides, { warmUp, rounds }, say);
    const [ms, ...others] = times.map(median) as [number, ...number[]];
    const fastest = others.indexOf(Math.min(...others));
    const peak = (side: Side | undefined) => side?.peakMB() ?? null;
    return {
      ...which,
      ms,
      openClipMs: others[fastest]!,
      ratio: others[fastest]! / ms,
      ...(others.length > 1 && { others: Object.fromEntries(others.map((time, i) => [sides[i + 1]!.name, time])) }),
      target: which.precision === 'bfloat16' ? null : targetOf(which.shape, which.text),
      peakMB: peak(sides[0]),
      openClipPeakMB: peak(sides[1 + fastest]),
      batchSize: task.batchSize,
    };
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}
