import { selectBackend, tf } from '@alignclip/backend';
import { Dataset, defineComponent, ImageEncoder, SharingStrategy, type Example, type Spec } from '@alignclip/core';
import {
  bagOfTokens,
  convNet,
  convnext,
  EfficientNet,
  modifiedResnet,
  sentenceTransformer,
  textTransformer,
  visionTransformer,
} from '@alignclip/encoders';
import { float32Tensor, writeSafetensors } from '@alignclip/formats';
import { Parameters, towerScope } from '@alignclip/nn';
import { separate, shared } from '@alignclip/sharing';
import { disposeBatch, Model, openBatches, trainer, TrainingData } from '@alignclip/training';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkRun } from './compose/checks';
import { compose, type Run } from './compose/compose';
import { cellsOf } from './define/cells';
import { Registry } from './define/registry';
import type { Change } from './define/run-config';
import { scratchFolder } from './testing/scratch-folder';
import { tinyExperiment } from './testing/tiny-experiment';
import { weightsOf } from './testing/weights-of';

const scratch = scratchFolder('encoder-matrix');
beforeAll(() => selectBackend());

/** Twelve captioned colours. */
const colours = defineComponent(Dataset)({
  type: 'colours',
  options: z.strictObject({}),
  create: () => ({
    name: 'colours',
    splits: ['train'],
    classSets: [],
    async *examples() {
      for (let i = 0; i < 12; i += 1) {
        const data = new Uint8Array(32 * 32 * 3).map((_, at) => (at * (i + 1) + 40 * (at % 3)) % 256);
        const captions = [`number ${i} of the ${['red', 'green', 'blue'][i % 3]!} ones`];
        yield { id: String(i), captions, image: { width: 32, height: 32, mode: 'RGB', data } } satisfies Example;
      }
    },
    trainingCaption: ({ captions }) => captions[0]!,
    fingerprint: async () => 'colours',
  }),
});

/** EfficientNet-Lite with two stages, for tests. */
const tinyEfficientNet = defineComponent(ImageEncoder)({
  type: 'tiny-efficient-net',
  options: z.strictObject({ statistics: z.enum(['batch', 'running']).default('batch') }),
  inject: [Parameters, SharingStrategy],
  create: ({ statistics }, parameters, sharing) => {
    const stage = { kernel: 3, expansion: 2, depth: 2 };
    const stages = [
      { ...stage, stride: 1, width: 4 },
      { ...stage, stride: 2, width: 8 },
    ];
    const head = { embeddingWidth: 8, projection: 'linear', projectionBias: false } as const;
    const options = { imageSize: 32, freeze: 'none', statistics, ...head } as const;
    return new EfficientNet(towerScope(parameters, sharing, 'image'), { stem: 4, stages, features: 16 }, options);
  },
});

const both = { embeddingWidth: 8, projectionBias: false } as const;
const image = { ...both, imageSize: 32 };
const transformer = { ...both, width: 16, layers: 1, heads: 2 };
const images: Record<string, Spec<'imageEncoder'>> = {
  'vision-transformer': visionTransformer({ ...transformer, ...image, patchSize: 8, patchDropout: 0.5 }),
  'conv-net': convNet({ ...image, widths: [8, 16] }),
  convnext: convnext({ ...image, depths: [1, 1], widths: [8, 16], layerScale: 0.5 }),
  'modified-resnet': modifiedResnet({ ...image, layers: [1, 1], width: 2, heads: 2 }),
  'efficient-net': tinyEfficientNet(),
};
const texts: Record<string, Spec<'textEncoder'>> = {
  'text-transformer': textTransformer({ ...transformer, layers: 2 }),
  'text-transformer, class token': textTransformer({ ...transformer, pooling: 'class-token', causal: false }),
  'bag-of-tokens': bagOfTokens({ ...both, width: 16 }),
  'sentence-transformer': sentenceTransformer({ ...transformer, pretrained: false }),
};

/** Those with batch norm: chunks need running statistics. */
const normed = ['modified-resnet', 'efficient-net'];

const components = [colours, tinyEfficientNet];
const steps = 5;

function composed(change: Change, options: { accumulate: number; from?: string }): Run {
  const run = trainer({ steps, batchSize: 8, logEvery: 1, checkpointEvery: 3, ...options });
  const whole: Change = { dataset: colours(), evaluators: [], ...change, trainer: run };
  const [cell] = cellsOf(tinyExperiment({ variants: { one: whole }, components }));
  return compose({ ...cell!, registry: new Registry(components) });
}

/** The rows of a batch, as evaluation sees it, in hex. */
async function rowsOf(run: Run): Promise<string[]> {
  const model = await run.get(Model);
  const batches = await openBatches({ ...(await run.get(TrainingData)), batchSize: 8 });
  const { keys: _keys, ...batch } = await batches.next(0);
  const outputs = tf.tidy(() => Object.values(model.outputs(batch)).map((rows) => rows.dataSync().slice()));
  disposeBatch(batch);
  await batches.end();
  return outputs.map((rows) => Buffer.from(new Uint8Array(Float32Array.from(rows).buffer)).toString('hex'));
}

async function exported(run: Run, path: string): Promise<void> {
  const values = [...(await run.get(Parameters)).entries()].map(
    ([address, variable]) => [address, float32Tensor(variable.shape, variable.dataSync<'float32'>().slice())] as const,
  );
  await writeSafetensors(path, new Map(values));
}

const cells = Object.keys(images).flatMap((imageName) =>
  Object.keys(texts).flatMap((textName) =>
    (['separate', 'shared'] as const).flatMap((sharing) =>
      [1, 4].map((accumulate) => ({ imageName, textName, sharing, accumulate })),
    ),
  ),
);

describe('every image encoder with every text encoder', () => {
  it.each(cells)(
    'trains, resumes to the bit and comes back from a file: $imageName, $textName, $sharing, accumulate $accumulate',
    async ({ imageName, textName, sharing, accumulate }) => {
      const imageEncoder = images[imageName]!;
      const isNormed = normed.includes(imageName) && accumulate > 1;
      const change: Change = {
        imageEncoder: isNormed
          ? { ...imageEncoder, options: { ...imageEncoder.options, statistics: 'running' } }
          : imageEncoder,
        textEncoder: texts[textName]!,
        sharing: sharing === 'shared' ? shared() : separate(),
      };
      const folder = mkdtempSync(join(scratch.path, 'cell-'));
      const at = (name: string) => join(folder, `${name}.safetensors`);
      const whole = composed(change, { accumulate });
      const losses: number[] = [];
      await (
        await whole.trainer()
      ).run({
        checkpoint: at('whole'),
        key: 'k',
        onStep: ({ step, losses: { L } }) => {
          losses.push(L!);
          if (step === 4) copyFileSync(at('whole'), at('stopped')); // the checkpoint of step 3
        },
      });
      expect(losses).toHaveLength(steps);
      expect(new Set(losses).size).toBe(steps);

      const resumed = composed(change, { accumulate });
      const taken: number[] = [];
      await (
        await resumed.trainer()
      ).run({ checkpoint: at('stopped'), key: 'k', onStep: ({ step }) => taken.push(step) });
      expect(taken).toEqual([4, 5]);
      expect(await weightsOf(at('stopped'))).toEqual(await weightsOf(at('whole')));

      await exported(whole, at('exported'));
      const again = composed(change, { accumulate, from: at('exported') });
      await again.trainer(); // reads the weights
      expect(await rowsOf(again)).toEqual(await rowsOf(whole));
      for (const run of [whole, resumed, again]) (await run.get(Parameters)).dispose();
    },
  );

  it.each(Object.keys(images))(
    'refuses chunks where they would change batch norm, before the first step: %s',
    async (name) => {
      const run = composed({ imageEncoder: images[name]!, textEncoder: texts['bag-of-tokens']! }, { accumulate: 4 });
      const checked = checkRun(run);
      if (normed.includes(name))
        await expect(checked).rejects.toThrow('trainer.accumulate = 4: imageEncoder has batch norm');
      else await expect(checked).resolves.toBeDefined();
      (await run.get(Parameters)).dispose();
    },
  );
});
