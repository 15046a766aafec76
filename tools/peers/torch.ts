import { UserError } from '@alignclip/core';
import {
  float32Tensor,
  readSafetensors,
  readTorchCheckpoint,
  type StoredTensor,
  tensorsOf,
  writeSafetensors,
  writeTorchCheckpoint,
} from '@alignclip/formats';
import { classificationReport, recallAt, relevanceOf, retrievalRanks, topAccuracy } from '@alignclip/metrics';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@alignclip/backend';
import { benchPython } from '../bench/step/python-environment';
import { type Counts, type Peer, Skipped } from './peer';
import { askPython, run } from './peer-python';

interface Tensor {
  readonly type: string;
  readonly shape: number[];
  readonly values: (number | string | boolean)[];
}

interface Files {
  readonly files: readonly {
    readonly file: string;
    /** Absent where we need not read it. */
    readonly tensors?: Record<string, Tensor>;
  }[];
  readonly scores: readonly Scores[];
}

interface Scores {
  readonly image: number[][];
  readonly text: number[][];
  readonly imageOfText: number[];
  readonly logits: number[][];
  readonly targets: number[];
  readonly recalls: Record<string, number>;
  readonly top: Record<string, number>;
  readonly macro: number;
}

const metrics = ['torchmetrics==1.9.0', 'lightning-utilities==0.15.3'];

/** PyTorch's and safetensors' files of every type and layout, read here and there; scores by torchmetrics. */
export const torch: Peer = {
  name: 'torch',
  run: async ({ folder, counts }) => {
    const python = pythonWithTorch();
    const extra = cacheFolder('peers-torchmetrics');
    if (!existsSync(join(extra, 'torchmetrics')))
      run(python, '-m', 'pip', 'install', '--quiet', '--no-deps', '--target', extra, ...metrics);
    const ask = (arg: object) => askPython(python, join(__dirname, 'peer_torch.py'), arg, { PYTHONPATH: extra });
    const { files, scores } = ask({ folder, action: 'write' }) as Files;
    for (const { file, tensors } of files) await readTheirs(join(folder, file), tensors, counts);
    scores.forEach((one, i) => compareScores(one, counts, `sample ${i}`));
    const ours = await writeOurs(folder);
    const read = ask({ folder, action: 'read' }) as Record<string, Record<string, number[]>>;
    for (const [file, found] of Object.entries(read))
      for (const [name, { data }] of ours)
        counts.check(JSON.stringify(found[name]) === JSON.stringify([...data].map(Number)), `${file}: ${name}`);
  },
};

/** A Python with PyTorch. Throws Skipped where none can be had. */
export function pythonWithTorch(): string {
  try {
    return benchPython(console.error);
  } catch (error) {
    if (error instanceof UserError) throw new Skipped(error.message);
    throw error;
  }
}

async function readTheirs(path: string, wanted: Record<string, Tensor> | undefined, counts: Counts): Promise<void> {
  const file = path.split('/').at(-1);
  try {
    const found = path.endsWith('.safetensors')
      ? (await readSafetensors(path)).tensors
      : tensorsOf(await readTorchCheckpoint(path));
    if (wanted === undefined) return counts.check(false, `${file}: read, though it can't be represented`);
    for (const [name, { type, shape, values }] of Object.entries(wanted)) {
      const tensor = found?.get(name);
      const ours = JSON.stringify([tensor?.dtype, tensor?.shape, tensor && [...tensor.data].map(text)]);
      const theirs = JSON.stringify([type, shape, values.map(text)]);
      counts.check(ours === theirs, `${file}: ${name}: here ${ours.slice(0, 200)}, there ${theirs.slice(0, 200)}`);
    }
  } catch (error) {
    counts.check(wanted === undefined && error instanceof UserError, `${file}: ${String(error)}`);
  }
}

const text = (value: number | bigint | string | boolean): string =>
  String(typeof value === 'boolean' ? Number(value) : value);

function compareScores(
  { image, text, imageOfText, logits, targets, ...theirs }: Scores,
  counts: Counts,
  where: string,
): void {
  const matrix = (rows: readonly number[][]) => ({
    rows: rows.length,
    columns: rows[0]!.length,
    values: Float32Array.from(rows.flat()),
  });
  const { imageToText, textToImage } = retrievalRanks(
    matrix(image),
    matrix(text),
    relevanceOf(imageOfText, image.length),
  );
  for (const [key, recall] of Object.entries(theirs.recalls)) {
    const [direction, k] = key.split('@');
    counts.near(
      recallAt(direction === 'image' ? imageToText : textToImage, Number(k)),
      recall,
      `${where}: ${key}`,
      1e-6,
    );
  }
  const report = classificationReport(matrix(logits), targets);
  for (const [k, top] of Object.entries(theirs.top))
    counts.near(topAccuracy(report.ranks, Number(k)), top, `${where}: top-${k}`, 1e-6);
  counts.near(report.meanPerClassRecall, theirs.macro, `${where}: mean recall`, 1e-6);
}

async function writeOurs(folder: string): Promise<Map<string, StoredTensor>> {
  const tensors = new Map<string, StoredTensor>([
    ['float', float32Tensor([2, 3], Float32Array.of(1, -2.5, 0, -0, 3e38, 1e-40))],
    ['half', { dtype: 'F16', shape: [2], data: Float32Array.of(0.5, -65504) }],
    ['brain', { dtype: 'BF16', shape: [2], data: Float32Array.of(0.5, -128) }],
    ['double', { dtype: 'F64', shape: [], data: Float64Array.of(0.1) }],
    ['long', { dtype: 'I64', shape: [2], data: BigInt64Array.of(-1n, 2n ** 40n) }],
    ['byte', { dtype: 'U8', shape: [0], data: new Uint8Array(0) }],
  ]);
  await writeTorchCheckpoint(join(folder, 'ours.pt'), tensors);
  await writeSafetensors(join(folder, 'ours.safetensors'), tensors);
  return tensors;
}
