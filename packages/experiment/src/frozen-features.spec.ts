import { selectBackend } from '@alignclip/backend';
import {
  Dataset,
  defineComponent,
  type Example,
  Interrupted,
  sha256,
  Tokenizer,
  type KnownImages,
} from '@alignclip/core';
import { noAugmentation, shapes } from '@alignclip/datasets';
import { bagOfTokens, convNet, residualTrunk } from '@alignclip/encoders';
import { gap } from '@alignclip/evaluation';
import { clip, simclr } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import {
  countFeatures,
  Model,
  prepareFeatures,
  trainer,
  TrainingData,
  trainingFeatures,
  type TrainingFeatures,
} from '@alignclip/training';
import { freeze, Parameters } from '@alignclip/nn';
import { ContainerModule } from 'inversify';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { compose } from './compose/compose';
import { cellsOf } from './define/cells';
import { experimentOf } from './define/load-experiment';
import type { Change } from './define/run-config';
import { CodeFingerprint } from './identity/code-fingerprint';
import { evaluateModel } from './models/evaluate-run';
import { tinyExperiment } from './testing/tiny-experiment';
import { weightsOf } from './testing/weights-of';

const frozen = ['image/stages/**', 'image/post-norm/**', 'text/token-embedding', 'text/post-norm/**'];
const training = { steps: 6, batchSize: 16, freeze: frozen, checkpointEvery: 2 };

/** The first images of shapes: a trunk computes each alone. */
const fewShapes = defineComponent(Dataset)({
  type: 'few-shapes',
  options: z.strictObject({}),
  create: (): Dataset => {
    const all = shapes.make({ resolution: 16 });
    async function* examples(split: string): AsyncGenerator<Example> {
      let left = split === 'train' ? 144 : 40;
      for await (const example of all.examples(split)) {
        yield example;
        if ((left -= 1) === 0) return;
      }
    }
    return { ...all, name: 'few-shapes', examples, fingerprint: () => Promise.resolve('few-shapes') };
  },
});
const components = [fewShapes];

/** Frozen towers with a head that has dropout. */
const base: Partial<Record<keyof Change, unknown>> = {
  dataset: fewShapes(),
  augmentation: noAugmentation(),
  imageEncoder: convNet({ imageSize: 16, widths: [4, 6] }),
  textEncoder: bagOfTokens({ width: 5 }),
  head: residualTrunk({ width: 8, embeddingWidth: 6, layers: 1 }),
  trainer: trainer(training),
};

let folder: string;
const before = { ...process.env };
beforeAll(() => selectBackend());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alignclip-features-'));
  process.env['ALIGNCLIP_CACHE'] = folder;
});
afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true, force: true });
});

let known: CodeFingerprint['ofFeatures'];
const codeOf = () =>
  (known ??= new CodeFingerprint(experimentOf(tinyExperiment({ components }), __filename)).ofFeatures);

function composed(change: Partial<Record<keyof Change, unknown>> = {}, modules: ContainerModule[] = []) {
  const given = Object.entries({ ...base, ...change }).filter(([, spec]) => spec !== undefined);
  const definition = tinyExperiment({ variants: { one: Object.fromEntries(given) }, components });
  const experiment = experimentOf(definition);
  const [cell] = cellsOf(definition);
  return compose({ ...cell!, registry: experiment.registry, codeOf: codeOf(), modules });
}

/** Weights after training, and the scores, with the features kept or not. */
async function trained(choice: 'on' | 'off', change: Partial<Record<keyof Change, unknown>> = {}, stopAt?: number) {
  process.env['ALIGNCLIP_FEATURE_CACHE'] = choice;
  const checkpoint = join(folder, `${choice}-${Math.random()}.safetensors`);
  const session = { checkpoint, key: 'k' };
  if (stopAt !== undefined) {
    const stop = new AbortController();
    const run = composed(change);
    const onStep = ({ step }: { step: number }) => step === stopAt && stop.abort();
    await expect((await run.trainer()).run({ ...session, signal: stop.signal, onStep })).rejects.toThrow(Interrupted);
    (await run.get(Parameters)).dispose();
  }
  const run = composed(change);
  const encode = jest.spyOn(await run.get(Tokenizer), 'encode');
  await (await run.trainer()).run(session);
  const { scores } = await evaluateModel([gap.make({ resamples: 0 }, await run.get(Dataset))], await run.dualEncoder());
  (await run.get(Parameters)).dispose();
  return { weights: await weightsOf(checkpoint), scores, encoded: encode.mock.calls.length };
}

describe('features of frozen trunks', () => {
  it.each<[string, typeof base]>([
    ['with a head', {}],
    [
      'with a shared trunk, in chunks',
      { sharing: shared({ parts: ['mlp'] }), trainer: trainer({ ...training, accumulate: 3 }) },
    ],
    ['with views, whose trunk computes every batch', { losses: [clip(), simclr({ outputWidth: 4 })] }],
    [
      "with the towers' own projections",
      {
        head: undefined,
        imageEncoder: convNet({ imageSize: 16, widths: [4, 6], embeddingWidth: 5 }),
        textEncoder: bagOfTokens({ width: 5, embeddingWidth: 5 }),
      },
    ],
  ])(
    'give the same bits kept or not, %s',
    async (_, change) => {
      const cold = await trained('on', change);
      const [stopped, warm, off] = [
        await trained('on', change, 3),
        await trained('on', change),
        await trained('off', change),
      ];
      for (const other of [stopped, warm, off]) {
        expect(other.weights).toEqual(cold.weights);
        expect(other.scores).toEqual(cold.scores);
      }
    },
    120_000,
  );

  it('are kept on the disk, for every process with the same weights and code', async () => {
    await trained('on');
    const folders = readdirSync(join(folder, 'features'));
    expect(folders).toHaveLength(2);
    await trained('on', { sharing: shared({ parts: ['mlp'] }), trainer: trainer({ ...training, steps: 4 }) });
    expect(readdirSync(join(folder, 'features'))).toEqual(folders);
    await trained('on', { imageEncoder: convNet({ imageSize: 16, widths: [8, 6] }) });
    expect(readdirSync(join(folder, 'features'))).toHaveLength(3);
  }, 120_000);

  /** The data as files: what is decoded of each split goes into `decoded`. */
  const asFiles = (decoded: string[]) =>
    new ContainerModule(({ onActivation }) => {
      onActivation<Dataset>(Dataset.id, (_, dataset) => {
        async function* examples(split: string, known?: KnownImages) {
          for await (const example of dataset.examples(split)) {
            const file = sha256(example.image.data);
            const found = await known?.find(file);
            if (found === undefined) {
              decoded.push(split);
              await known?.add(file, example.image);
            }
            yield { ...example, image: found ?? example.image };
          }
        }
        return Object.assign(Object.create(dataset) as Dataset, { examples });
      });
    });

  it('spare training and evaluation the images of files, with the same scores', async () => {
    const scored = async (choice: 'on' | 'off') => {
      process.env['ALIGNCLIP_FEATURE_CACHE'] = choice;
      const decoded: string[] = [];
      const run = composed({}, [asFiles(decoded)]);
      await (await run.trainer()).run({ key: 'k' });
      const { scores } = await evaluateModel(
        [gap.make({ resamples: 0 }, await run.get(Dataset))],
        await run.dualEncoder(),
      );
      (await run.get(Parameters)).dispose();
      return { scores, decoded: [...new Set(decoded)] };
    };
    const cold = await scored('on');
    expect(cold.decoded).toEqual(['train', 'test']);
    expect(await scored('on')).toEqual({ scores: cold.scores, decoded: [] });
    expect(await scored('off')).toEqual(cold);
  }, 120_000);

  /** The work with the features of a run of its own. */
  const withFeatures = async <T>(work: (dataset: Dataset, features: TrainingFeatures) => Promise<T>): Promise<T> => {
    const run = composed();
    const parameters = await run.get(Parameters);
    const [model, data] = [await run.get(Model), await run.get(TrainingData)];
    freeze(parameters, frozen);
    const features = await trainingFeatures(model, parameters, data);
    return work(data.dataset, features).finally(() => parameters.dispose());
  };
  const count = () => withFeatures(countFeatures);

  it('can be counted', async () => {
    const none = await count();
    expect(none.map(({ what, kept }) => [what, kept])).toEqual([
      ['images', 0],
      ['captions', 0],
    ]);
    await trained('on');
    expect(await count()).toEqual(none.map(({ what, total }) => ({ what, kept: total, total })));
  }, 120_000);

  it('are prepared until the signal aborts, and from there on the next time', async () => {
    const stop = new AbortController();
    const prepare = (signal?: AbortSignal) =>
      withFeatures((dataset, features) => prepareFeatures(dataset, features, () => stop.abort(), signal));
    await expect(prepare(stop.signal)).rejects.toThrow('stopped; the features computed so far are kept');
    const [images, captions] = await count();
    expect([images!.kept, captions!.kept]).toEqual([128, 0]);
    expect(images!.total).toBeGreaterThan(128);
    await expect(prepare(stop.signal)).rejects.toThrow(Interrupted);
    expect(await count()).toEqual([images, captions]);
    await prepare();
    for (const { kept, total } of await count()) expect(kept).toBe(total);
  }, 120_000);
});
