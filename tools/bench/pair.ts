/** `npm run bench:pair`: see docs/performance.md. */
import { UserError } from '@alignclip/core';
import { commandOf } from './step/commands';
import { taskOf } from './step/compare-steps';
import { median } from './step/median';
import { Side } from './step/side';
import { pairOptions, usage, type PairOptions } from './pair/pair-options';

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
async function compare({ shape, rounds, steps, threads }: PairOptions) {
  const task = await taskOf({ shape, text: 'captions', variant: 'AlignCLIP' }, threads);
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
    return { shape, steps, threads, apartMs, togetherMs, ratio: apartMs / togetherMs, target: 1 };
  } finally {
    await Promise.all([a.close(), b.close()]);
  }
}

async function main(): Promise<void> {
  const options = pairOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const row = await compare(options);
  if (options.json) return console.log(JSON.stringify({ rows: [row] }, null, 2));
  console.log(
    `${row.shape}, real captions, AlignCLIP, ${row.steps} steps in each of two processes of ${row.threads} threads`,
  );
  console.log(`apart ${row.apartMs.toFixed(0)} ms, at once ${row.togetherMs.toFixed(0)} ms`);
  console.log(`ratio ${row.ratio.toFixed(2)}, target ${row.target.toFixed(2)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? `bench:pair: ${error.message}` : error);
  process.exitCode = 1;
});
