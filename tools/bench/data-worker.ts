/** The axis `examples` of `npm run bench:scale`: a step makes one batch. */
import { tf } from '@alignclip/backend';
import { random, type Dataset, type Tokenizer } from '@alignclip/core';
import { randomResizedCrop } from '@alignclip/datasets';
import { openBatches, type Batch, type Feed } from '@alignclip/training';
import type { DataTask } from './scale/axes';
import { serveSide } from './step/serve-side';

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

serveSide(async (task) => {
  const source = await open(task as DataTask);
  let done = 0;
  const step = async () => {
    const start = performance.now();
    const { images, tokens } = await source.next(done++);
    const ms = performance.now() - start;
    tf.dispose([images, tokens]);
    return ms;
  };
  return { parameters: 0, versions: '', step };
});
