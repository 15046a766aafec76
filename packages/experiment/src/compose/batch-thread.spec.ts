import { selectBackend } from '@alignclip/backend';
import { Interrupted, Tokenizer } from '@alignclip/core';
import { Parameters } from '@alignclip/nn';
import { openBatches, TrainingData } from '@alignclip/training';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from '../define/cells';
import { compose } from './compose';
import { loadExperiment } from '../define/load-experiment';
import { Registry } from '../define/registry';
import { scratchFolder } from '../testing/scratch-folder';
import { weightsOf } from '../testing/weights-of';

const files = join(__dirname, '../../../datasets/fixtures/webdataset/shard-{0000..0001}.tar');

/** An experiment with a data set, an augmentation and a module of its own; views, classes and S are asked for. */
const program = `
  import { Augmentation, bagOfWords, bpeTokenizer, clip, Dataset, defineComponent, defineExperiment,
    intraModalitySeparation, shapes, simclr, supervisedContrastive, textTransformer, trainer, visionTransformer,
    webdataset } from 'alignclip';
  import { z } from 'zod';
  const options = z.strictObject({});
  const fewShapes = defineComponent(Dataset)({
    type: 'few-shapes', options, create: () => ({ ...shapes.create(shapes({ resolution: 16 }).options), name: 'few' }),
  });
  const mirrored = defineComponent(Augmentation)({
    type: 'own', options,
    create: () => ({
      size: 16,
      apply: ({ data }, random, out, offset) => {
        for (let i = 0; i < 768; i += 1) out[offset + i] = data[i % data.length] / 255 + random.uniform();
      },
    }),
  });
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  export default defineExperiment({
    name: 'threads', seeds: [3], components: [fewShapes, mirrored],
    base: {
      dataset: fewShapes(), teacher: bagOfWords(), tokenizer: bpeTokenizer({ contextLength: 16 }),
      imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }), textEncoder: textTransformer(tower),
      losses: [clip(), intraModalitySeparation(), simclr({ outputWidth: 8 }), supervisedContrastive()],
      trainer: trainer({ steps: 9, batchSize: 12, checkpointEvery: 3 }), evaluators: [],
    },
    variants: {
      memory: {}, own: { augmentation: mirrored() },
      stream: {
        dataset: webdataset({ files: '${files}', window: 3, lanes: 2 }), losses: [clip(), intraModalitySeparation()],
        trainer: trainer({ steps: 9, batchSize: 2, checkpointEvery: 3 }),
      },
    },
  });`;

const scratch = scratchFolder('threads');
const file = () => join(scratch.path, 'threads.ts');
const before = process.env['ALIGNCLIP_BATCH_THREAD'];
const choose = (choice: string) => (process.env['ALIGNCLIP_BATCH_THREAD'] = choice);

beforeAll(async () => {
  await selectBackend();
  writeFileSync(file(), program);
});
afterAll(() => {
  if (before === undefined) delete process.env['ALIGNCLIP_BATCH_THREAD'];
  else process.env['ALIGNCLIP_BATCH_THREAD'] = before;
});

function composed(variant: string) {
  const experiment = loadExperiment(file());
  const { definition } = experiment;
  const [cell] = cellsOf(definition, { variants: [variant] });
  return compose({ ...cell!, registry: new Registry(definition.components), file: experiment.file });
}

/** Trains in one go, or stopped and resumed; gives the bytes of the weights and how many batches were made here. */
async function trained(variant: string, choice: string, stopAt?: number) {
  choose(choice);
  const checkpoint = join(scratch.path, `${variant}-${choice}-${stopAt}.safetensors`);
  let here = 0;
  for (const last of [stopAt, undefined].slice(stopAt === undefined ? 1 : 0)) {
    const run = composed(variant);
    const stop = new AbortController();
    const onStep = ({ step }: { step: number }) => step === last && stop.abort();
    const trainer = await run.trainer();
    const encode = jest.spyOn(await run.get(Tokenizer), 'encode'); // once per batch
    const training = trainer.run({ checkpoint, key: 'k', signal: stop.signal, onStep });
    await (last === undefined ? training : expect(training).rejects.toThrow(Interrupted));
    here += encode.mock.calls.length;
    (await run.get(Parameters)).dispose();
  }
  return { weights: await weightsOf(checkpoint), here };
}

describe('a thread that makes batches', () => {
  it.each(['memory', 'own', 'stream'])('gives the very weights, %s', async (variant) => {
    const here = await trained(variant, 'off');
    const there = await trained(variant, 'on');
    expect([here.here, there.here]).toEqual([9, 1]);
    expect(there.weights).toEqual(here.weights);
  });

  it('resumes from the position that another thread left', async () => {
    const { weights } = await trained('stream', 'off');
    expect(await trained('stream', 'on', 4)).toEqual({ weights, here: 2 });
  });

  it('makes views and classes where terms ask for them', async () => {
    choose('on');
    const data = await composed('memory').get(TrainingData);
    const source = await openBatches({ ...data, batchSize: 12, steps: 9 });
    await source.begin(0);
    const { views, labels, semanticSimilarity } = await source.next(0);
    expect(views!.map(({ shape }) => shape)).toEqual([
      [12, 16, 16, 3],
      [12, 16, 16, 3],
    ]);
    expect(Object.keys(labels!)).toEqual(data.dataset.classSets.map(({ name }) => name));
    expect(semanticSimilarity!.shape).toEqual([12, 12]);
    await source.end();
  });

  it.each([
    ['can not be read there', 'throw new Error("changed meanwhile");', 'changed meanwhile'],
    ['says something else by then', program.replace('/ 255', '/ 254'), 'batch of step 1 differs'],
  ])('is done without where its file %s, with a line', async (_, changed, reason) => {
    choose('on');
    writeFileSync(file(), program);
    const data = await composed('own').get(TrainingData);
    writeFileSync(file(), changed);
    const lines = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const source = await openBatches({ ...data, batchSize: 12, steps: 9 });
    await source.begin(0);
    for (const step of [0, 1]) expect((await source.next(step)).tokens.shape[0]).toBe(12);
    expect(lines.mock.calls).toEqual([[expect.stringContaining(reason)]]);
    lines.mockRestore();
    await source.end();
  });
});
