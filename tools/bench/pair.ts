import { type Precision, precisions } from '@alignclip/backend';
import { availableParallelism } from 'node:os';
import { benchArguments, chosen, count, runBench } from './step/bench-arguments';
import { commandOf } from './step/commands';
import { taskOf } from './step/compare-steps';
import { median } from './step/median';
import { shapeNames, type ShapeName } from './step/shapes';
import { Side } from './step/side';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const warmUp = 2;

async function train(side: Side, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await side.step();
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The same steps in two processes, one after the other and at once, in turn. Each process has all threads. */
async function compare({ shape, precision, rounds, steps, threads }: PairOptions) {
  const task = await taskOf({ shape, text: 'captions', variant: 'AlignCLIP', precision }, threads);
  const { ours, env } = commandOf('step-worker.ts');
  const limits = { ...env, TF_NUM_INTRAOP_THREADS: String(threads) };
  const [a, b] = [new Side('first', ours, task, limits), new Side('second', ours, task, limits)];
  try {
    await Promise.all([a.ready, b.ready]);
    for (const side of [a, b]) await train(side, warmUp);
    const [apart, together]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      apart.push(await milliseconds(async () => [await train(a, steps), await train(b, steps)]));
      together.push(await milliseconds(() => Promise.all([train(a, steps), train(b, steps)])));
      say(
        `round ${round} of ${rounds}: apart ${apart.at(-1)!.toFixed(0)} ms, at once ${together.at(-1)!.toFixed(0)} ms`,
      );
    }
    const [apartMs, togetherMs] = [median(apart), median(together)];
    return { shape, precision, steps, threads, apartMs, togetherMs, ratio: apartMs / togetherMs, target: 1 };
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}

/** `npm run bench:pair`: see docs/performance.md. */
async function main(): Promise<void> {
  const options = pairOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const row = await compare(options);
  if (options.json) return console.log(JSON.stringify({ rows: [row] }, null, 2));
  console.log(
    `${row.shape}, ${row.precision}, real captions, AlignCLIP, ${row.steps} steps in each of two processes of ${row.threads} threads`,
  );
  console.log(`apart ${row.apartMs.toFixed(0)} ms, at once ${row.togetherMs.toFixed(0)} ms`);
  console.log(`ratio ${row.ratio.toFixed(2)}, target ${row.target.toFixed(2)}`);
}

interface PairOptions {
  readonly shape: ShapeName;
  readonly precision: Precision;
  readonly rounds: number;
  readonly steps: number;
  readonly threads: number;
  readonly json: boolean;
}

const usage = `npm run bench:pair -- [options]     two training processes at once against one after the other
  --shape tiny|small|base    (default tiny)
  --precision float32|bfloat16   (default float32)
  --steps N      of each process a round (default 20)
  --rounds N     (default 5)
  --threads N    of each process (default: one a core)
  --json         prints { rows } alone on stdout; ratio above 1 where two at once are faster`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
function pairOptions(args: readonly string[]): PairOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const known = { shape: text, precision: text, rounds: text, steps: text, threads: text, json: flag, help: flag };
  const values = benchArguments(args, known, usage);
  if (values.help) return undefined;
  return {
    shape: chosen('--shape', [values.shape ?? 'tiny'], shapeNames)[0]!,
    steps: count('--steps', values.steps ?? '20'),
    precision: chosen('--precision', [values.precision ?? 'float32'], precisions)[0]!,
    rounds: count('--rounds', values.rounds ?? '5'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    json: values.json,
  };
}

runBench('bench:pair', main);
