import { nativeRecord } from '@alignclip/backend';
import { contentHash, type Random } from '@alignclip/core';
import { readEmbeddingFile, readSts, writeEmbeddingFile } from '@alignclip/evaluation';
import { EmbeddingStore, EventFile, readEventFile } from '@alignclip/formats';
import { encodeEvent, tfRecord } from '@alignclip/formats/testing';
import { slurmStatus } from '@alignclip/launchers';
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assure, mutationsOf, type Target } from '../target';
import { ofJson } from './json-inputs';
import { madeFile } from './places';

const scalar = (step: number) =>
  encodeEvent({
    wallTime: 1.5e9 + step,
    step,
    summary: {
      value: [
        { tag: 'train/L', simpleValue: step / 3 },
        { tag: 'zero', simpleValue: 0 },
      ],
    },
  });
const start = tfRecord(encodeEvent({ wallTime: 1.5e9, fileVersion: 'brain.Event:2' }));
const events = Buffer.concat([start, ...[0, 1, 2].map((step) => tfRecord(scalar(step)))]);

/** Records with the right sums around other content. */
async function otherEvents(random: Random): Promise<Buffer> {
  const content = await otherEvent(random);
  const cut = random.integer(content.length + 1);
  return Buffer.concat([start, tfRecord(content.subarray(0, cut)), tfRecord(content.subarray(cut)), tfRecord(content)]);
}
const otherEvent = mutationsOf(() => [0, 1, 2].map(scalar));

const eventFile: Target = {
  name: 'event-file',
  file: 'events.out.tfevents.1',
  writes: true,
  weight: 2,
  make: mutationsOf(() => [events], { others: [otherEvents] }),
  read: (path) => {
    const { points } = readEventFile(path);
    for (const { tag, step, value } of points) {
      assure(
        typeof tag === 'string' && typeof step === 'number' && typeof value === 'number',
        'a point without its parts',
      );
    }
    const file = new EventFile(path);
    file.add(1e6, { fresh: 1 });
    const again = readEventFile(path).points.at(-1);
    assure(again?.tag === 'fresh' || again === undefined, 'what was added is lost');
    new EventFile(path).add(1e6, { fresh: 2 });
  },
};

const embeddingFile: Target = {
  name: 'embedding-file',
  file: 'embeddings.safetensors',
  make: mutationsOf(async () => [
    await madeFile('x.safetensors', (path) => {
      const row = (text: string) =>
        [contentHash([text]), { rows: 1, columns: 2, values: Float32Array.of(1, 0) }] as const;
      return writeEmbeddingFile(path, { image: new Map([row('a'), row('b')]), text: new Map([row('c')]) });
    }),
  ]),
  read: (path) => readEmbeddingFile(path, () => undefined),
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

const nativeFile: Target = {
  name: 'native-record',
  file: 'native.json',
  make: ofJson({
    tensorflow: { version: '2.21.0', folder: '/x', gpu: false },
    ops: '/x/ops.so',
    encoders: { 'all-MiniLM-L6-v2': null },
    problems: [{ part: 'TensorFlow', reason: 'x', consequence: 'x', remedy: 'x' }],
  }),
  read: (path) => {
    const record = nativeRecord(path);
    record?.problems.find(({ part }) => part.includes('TensorFlow'));
    assure(
      typeof record?.ops !== 'undefined' && Object.keys(record.encoders).length >= 0,
      'a record without its parts',
    );
  },
};

const sentences = ['a', 'b', 'c'];
const rowOf = (sentence: string) => Float32Array.from({ length: 4 }, (_, k) => Math.sin(sentence.charCodeAt(0) + k));

/** Whatever happened to its file, a row is right or missing. */
const embeddingStore: Target = {
  name: 'embedding-store',
  file: `${'0'.repeat(64)}.safetensors`,
  writes: true,
  make: mutationsOf(async () => [
    await madeFile('x', async (path) => {
      const store = new EmbeddingStore(`${path}-store`, 4, undefined, () => undefined);
      await store.write(new Map(sentences.map((sentence) => [sentence, rowOf(sentence)])));
      cpSync(join(`${path}-store`, readdirSync(`${path}-store`)[0]!), path);
    }),
  ]),
  read: async (path) => {
    const store = new EmbeddingStore(dirname(path), 4, undefined, () => undefined);
    for (const [sentence, row] of await store.read(sentences)) {
      assure(row.join() === rowOf(sentence).join(), `a wrong row: ${row.join()}`);
    }
    const missing = await store.missing(sentences);
    await store.write(new Map(missing.map((sentence) => [sentence, rowOf(sentence)])));
    assure((await store.read(sentences)).size === sentences.length, 'a row that was written is missing');
  },
};

export const storeTargets: readonly Target[] = [nativeFile, embeddingStore, eventFile, embeddingFile, sts, slurmFiles];
