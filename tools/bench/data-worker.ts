/** The axis `examples` of `npm run bench:scale`: a step makes one batch. See tools/bench/step/side.ts for the protocol. */
import { selectBackend, tf } from '@alignclip/backend';
import { random, type Dataset, type Tokenizer } from '@alignclip/core';
import { randomResizedCrop } from '@alignclip/datasets';
import { openBatches, type Batch, type Feed } from '@alignclip/training';
import { createInterface } from 'node:readline';
import type { DataTask } from './scale/data-task';

const say = (answer: object): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);
const edge = 64;

/** Images of noise. */
const noise = (count: number): Dataset => ({
  name: 'noise',
  splits: ['train'],
  classSets: [],
  async *examples() {
    const bytes = random('noise');
    const start = Uint8Array.from({ length: edge * edge * 3 }, () => bytes.integer(256));
    for (let i = 0; i < count; i++) {
      const data = start.map((value) => value ^ (i & 255));
      yield { id: String(i), image: { width: edge, height: edge, mode: 'RGB', data }, captions: [`noise ${i}`] };
    }
  },
  trainingCaption: ({ captions }) => captions[0]!,
  fingerprint: () => Promise.resolve(String(count)),
});

const numbers: Tokenizer = {
  vocabularySize: 2,
  contextLength: 1,
  encode: (texts) => ({ rows: texts.length, columns: 1, ids: new Int32Array(texts.length) }),
};

async function open({ examples, batchSize }: DataTask): Promise<Feed<Batch>> {
  const crop = randomResizedCrop.make({}, { size: 32 } as never);
  const data = { dataset: noise(examples), tokenizer: numbers, augmentation: crop, teacher: undefined };
  return openBatches({ ...data, seed: 0, batchSize });
}

async function main(): Promise<void> {
  await selectBackend();
  let source: Feed<Batch> | undefined;
  let step = 0;
  for await (const line of createInterface(process.stdin)) {
    if (source === undefined) {
      source = await open(JSON.parse(line) as DataTask);
      say({ parameters: 0, versions: '' });
      continue;
    }
    const start = performance.now();
    const { images, tokens } = await source.next(step++);
    say({ ms: performance.now() - start });
    tf.dispose([images, tokens]);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
