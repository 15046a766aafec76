import { contentHash, type Random } from '@alignclip/core';
import { readEmbeddingFile, readSts, writeEmbeddingFile } from '@alignclip/evaluation';
import { EventFile, readEventFile } from '@alignclip/formats';
import { tfRecord } from '@alignclip/formats/testing';
import { slurmStatus } from '@alignclip/launchers';
import { dirname } from 'node:path';
import { assure, mutationsOf, type Target } from '../target';
import { ofJson } from './json-inputs';
import { madeFile } from './places';

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

export const storeTargets: readonly Target[] = [eventFile, embeddingFile, sts, slurmFiles];
