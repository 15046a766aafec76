import { sentenceEncoderFolder } from '@alignclip/teachers';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, availableParallelism } from 'node:os';
import { join } from 'node:path';
import { embeddedData, idsOf, writeImages } from './epoch/embedded-data';
import type { EpochTask } from './epoch/our-epoch';
import { benchArguments, count, runBench } from './step/bench-arguments';
import { commandOf, reference } from './step/commands';
import { checkSameModel, timesInTurn } from './step/compare-sides';
import { median } from './step/median';
import { benchPython, withTransformers } from './step/python-environment';
import { shapes } from './step/shapes';
import { Side } from './step/side';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const target = 10;

async function taskOf({ threads, workers }: EpochOptions, folder: string): Promise<EpochTask> {
  const data = await embeddedData(shapes.tiny.contextLength);
  const images = join(folder, 'images.rgb');
  return {
    ...shapes.tiny,
    ...(await writeImages(data, images)),
    variant: 'AlignCLIP',
    vocabularySize: data.tokenizer.vocabularySize,
    threads,
    images,
    ids: idsOf(data.tokenizer),
    encoder: sentenceEncoderFolder('all-MiniLM-L6-v2'),
    workers,
  };
}

async function compare(options: EpochOptions, folder: string) {
  const { threads, rounds } = options;
  const task = await taskOf(options, folder);
  const { ours, env } = commandOf('epoch-worker.ts');
  const limits = { ...env, TF_NUM_INTRAOP_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const python = withTransformers(benchPython(say), say);
  const theirs = reference(python, 'bench_epoch.py');
  const sides = [new Side('ours', ours, task, limits), new Side("the paper's way", theirs, task, limits)];
  try {
    await checkSameModel(sides, say);
    const [ms, paperMs] = (await timesInTurn(sides, { warmUp: 1, rounds }, say)).map(median) as [number, number];
    const steps = Math.floor(task.captions.length / task.batchSize);
    const [peakMB, paperPeakMB] = sides.map((side) => side.peakMB() ?? null);
    return { steps, images: task.captions.length, ms, paperMs, ratio: paperMs / ms, target, peakMB, paperPeakMB };
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}

/** `npm run bench:epoch`: see docs/performance.md. */
async function main(): Promise<void> {
  const options = epochOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-epoch-'));
  try {
    const row = await compare(options, folder);
    if (options.json) return console.log(JSON.stringify({ rows: [row] }, null, 2));
    const seconds = (value: number): string => `${(value / 1000).toFixed(2)} s`;
    console.log(`an epoch of AlignCLIP: ${row.images} images, ${row.steps} steps`);
    console.log(`ours ${seconds(row.ms)}, the paper's way in PyTorch ${seconds(row.paperMs)}`);
    console.log(`ratio ${row.ratio.toFixed(2)}, target ${target.toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface EpochOptions {
  readonly rounds: number;
  readonly threads: number;
  /** DataLoader processes of the other side. */
  readonly workers: number;
  readonly json: boolean;
}

const usage = `npm run bench:epoch -- [options]     an epoch of AlignCLIP on the embedded data, ours against the paper's way in PyTorch
  --rounds N     timed epochs of each side, in turn (default 3)
  --threads N    of either side (default: one a core)
  --workers N    processes in which the other side reads images, 0 for none (default: one a core)
  --json         prints { rows } alone on stdout`;

/** Throws UserError on an option or a value that is not known; undefined where help is asked for. */
function epochOptions(args: readonly string[]): EpochOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const values = benchArguments(args, { rounds: text, threads: text, workers: text, json: flag, help: flag }, usage);
  if (values.help) return undefined;
  return {
    rounds: count('--rounds', values.rounds ?? '3'),
    threads: count('--threads', values.threads ?? String(availableParallelism())),
    workers: values.workers === '0' ? 0 : count('--workers', values.workers ?? String(availableParallelism())),
    json: values.json,
  };
}

runBench('bench:epoch', main);
