import { type Random, type RunRecord } from '@alignclip/core';
import { readSts } from '@alignclip/evaluation';
import { findRecord, listRuns, readRecord } from '@alignclip/experiment';
import { madeRecord } from '@alignclip/experiment/testing';
import { EventFile, readEventFile } from '@alignclip/formats';
import { tfRecord } from '@alignclip/formats/testing';
import { slurmStatus } from '@alignclip/launchers';
import { readEmbeddingFile, writeEmbeddingFile } from '@alignclip/evaluation';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatNames, makeReport, reportFormat, reportSources, reportText } from '@alignclip/report';
import { mutateJson } from '../inputs/mutate-json';
import { mutationsOf, require, type Target } from '../target';
import { faultOfMessage } from '../watch';

const record: RunRecord = madeRecord({
  curves: { step: [1, 2], L: [0.5, 0.25] },
  intervals: { 'gap/test/alignment-score': [0.2, 0.3] },
  config: { sharing: { slot: 'sharing', type: 'shared', options: { parts: ['mlp'] } }, losses: [] },
  factors: { 'trainer.steps': 5 },
  tuning: { trials: 1, protocol: 'x' },
});

const json = (value: unknown) => (random: Random) => Buffer.from(mutateJson(random, value));

const ofJson = (value: unknown): Target['make'] =>
  mutationsOf(() => [Buffer.from(JSON.stringify(value))], { others: [json(value), json(value)] });

const records: Target = {
  name: 'record',
  file: 'runs/tiny/records/clip-seed0-0123456789ab.json',
  weight: 3,
  make: ofJson(record),
  read: async (path) => {
    const read = readRecord(path);
    if ('problem' in read) {
      const fault = faultOfMessage(read.problem.replaceAll('\n', ' '));
      require(fault === undefined, `a problem that can't be shown: ${fault}`);
    }
    const runs = dirname(dirname(dirname(path)));
    for (const { problems } of await listRuns(runs)) require(problems.length <= 1, 'more problems than files');
    findRecord('clip', runs);
  },
};

const key = '0'.repeat(64);
const started = {
  experiment: 'tiny',
  variant: 'CLIP',
  seed: 0,
  profile: 'quick',
  key,
  trainingKey: key,
  startedAt: 'x',
};

const startedCell: Target = {
  name: 'started-cell',
  file: 'runs/tiny/started/clip-seed0-0.json',
  make: ofJson(started),
  read: (path) => listRuns(dirname(dirname(dirname(path)))),
};

async function madeFile(name: string, write: (path: string) => unknown): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-fuzz-seed-'));
  try {
    await write(join(folder, name));
    return readFileSync(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const events = () =>
  madeFile('events', (path) => {
    const file = new EventFile(path);
    for (const step of [0, 1, 2]) file.add(step, { 'train/L': step / 3, zero: 0 });
  });

/** The same records around other content, with the right sums. */
async function otherEvents(random: Random): Promise<Buffer> {
  const content = await mutatedEvents(random);
  const cut = random.integer(content.length + 1);
  return Buffer.concat([
    (await events()).subarray(0, 16 + 24),
    tfRecord(content.subarray(0, cut)),
    tfRecord(content.subarray(cut)),
  ]);
}
const mutatedEvents = mutationsOf(async () => [(await events()).subarray(40)]);

const eventFile: Target = {
  name: 'event-file',
  file: 'events.out.tfevents.1',
  writes: true,
  weight: 2,
  make: mutationsOf(async () => [await events()], { others: [otherEvents] }),
  read: (path) => {
    const { points } = readEventFile(path);
    for (const { tag, step, value } of points) {
      require(typeof tag === 'string' &&
        typeof step === 'number' &&
        typeof value === 'number', 'a point without its parts');
    }
    const file = new EventFile(path);
    file.add(1e6, { fresh: 1 });
    const again = readEventFile(path).points.at(-1);
    require(again?.tag === 'fresh' || again === undefined, 'what was added is lost');
    new EventFile(path).add(1e6, { fresh: 2 });
  },
};

const embeddingFile: Target = {
  name: 'embedding-file',
  file: 'embeddings.safetensors',
  make: mutationsOf(async () => [
    await madeFile('x.safetensors', (path) => {
      const row = (text: string) => [Buffer.from(text.padEnd(32)).toString('base64'), Float32Array.of(1, 0)] as const;
      return writeEmbeddingFile(path, { image: new Map([row('a'), row('b')]), text: new Map([row('c')]) });
    }),
  ]),
  read: (path) => readEmbeddingFile(path),
};

const sts: Target = {
  name: 'sts',
  file: 'sts.tsv',
  make: mutationsOf(() => [Buffer.from('score\tgenre\tsentence1\tsentence2\n1.5\tx\ta\tb\n5\ty\tc\td\n')]),
  read: (path) => readSts(dirname(path), 'sts'),
};

const slurmFiles: Target = {
  name: 'slurm-outcome',
  file: 'run/slurm/20250101-batch/outcome-0.json',
  make: ofJson({ kind: 'failed', error: 'x' }),
  read: (path) => slurmStatus(dirname(dirname(dirname(path)))),
};

/** A report of what a record says, in every format, with its figures. */
const reports: Target = {
  name: 'report',
  file: 'runs/tiny/records/clip.json',
  weight: 2,
  make: ofJson(record),
  read: async (path) => {
    for (const source of await reportSources(dirname(path), 'runs')) {
      const report = makeReport(source);
      for (const name of formatNames) {
        const text = reportText(report, reportFormat(name));
        const shown = faultOfMessage(text.replaceAll(/[\n\t]/g, ' ') || 'nothing');
        require(shown === undefined, `${name}: ${shown}`);
      }
    }
  },
};

export const storeTargets: readonly Target[] = [
  records,
  startedCell,
  eventFile,
  embeddingFile,
  sts,
  slurmFiles,
  reports,
];
