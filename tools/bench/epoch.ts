/** `npm run bench:epoch`: see docs/performance.md. */
import { UserError } from '@alignclip/core';
import { sentenceEncoderFolder } from '@alignclip/teachers';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedData, idsOf, writeImages } from './epoch/embedded-data';
import { epochOptions, usage, type EpochOptions } from './epoch/epoch-options';
import type { EpochTask } from './epoch/task';
import { checkSameModel, timesInTurn } from './step/compare-sides';
import { commandOf, reference } from './step/commands';
import { median } from './step/median';
import { benchPython, withTransformers } from './step/python-environment';
import { shapes } from './step/shapes';
import { Side } from './step/side';

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const target = 2;

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

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? `bench:epoch: ${error.message}` : error);
  process.exitCode = 1;
});
