import { selectBackend, tf } from '@alignclip/backend';
import {
  Dataset,
  defineComponent,
  ImageEncoder,
  LossTerm,
  Teacher,
  Temperature,
  TextEncoder,
  Tokenizer,
  Trainer,
} from '@alignclip/core';
import { bagOfTokens, residualTrunk, textTransformer } from '@alignclip/encoders';
import { gapTrajectory } from '@alignclip/evaluation';
import { alignment, clip, intraModalitySeparation } from '@alignclip/losses';
import { countParameters, Parameters } from '@alignclip/nn';
import { shared } from '@alignclip/sharing';
import { Model, TrainingData, TrainingObjective } from '@alignclip/training';
import { ContainerModule } from 'inversify';
import { z } from 'zod';
import { cellsOf } from '../define/cells';
import { compose, type Composition, type Run } from './compose';
import type { Change } from '../define/run-config';
import { Registry } from '../define/registry';
import { tinyExperiment } from '../testing/tiny-experiment';

const runs: Run[] = [];
const composed = (change: Change = {}, rest: Partial<Composition> = {}): Run => {
  const [{ config, seed }] = cellsOf(tinyExperiment({ variants: { one: change } })) as [ReturnType<typeof cellsOf>[0]];
  const run = compose({ config, seed, registry: new Registry(), ...rest });
  runs.push(run);
  return run;
};
const countsOf = async (run: Run) => {
  await run.get(Model);
  return countParameters(await run.get(Parameters));
};
const weightsOf = async (run: Run) => {
  await run.get(Model);
  return new Map(
    [...(await run.get(Parameters)).entries()].map(([address, value]) => [address, [...value.dataSync()]]),
  );
};

beforeAll(() => selectBackend());
afterAll(async () => {
  for (const run of runs) (await run.get(Parameters)).dispose();
});

describe('compose', () => {
  it('makes each service of a run once, also when it is asked for twice at a time', async () => {
    const run = composed();
    for (const token of [Dataset, Tokenizer, ImageEncoder, TextEncoder, Model, TrainingObjective, Trainer]) {
      const [one, two] = await Promise.all([run.get<unknown>(token), run.get<unknown>(token)]);
      expect(one).toBe(two);
      expect(await run.get<unknown>(token)).toBe(one);
    }
    const model = await run.get(Model);
    expect(model.imageEncoder).toBe(await run.get(ImageEncoder));
    expect(await composed().get(Model)).not.toBe(model);
  });

  it('counts the parameters of CLIP and SharedCLIP', async () => {
    const clipRun = composed();
    const { vocabularySize } = await clipRun.get(Tokenizer);
    const width = 8;
    // Patch kernel, class token, positions of 2 × 2 patches and the class token, pre-norm.
    const imageOwn = 8 * 8 * 3 * width + width + 5 * width + 2 * width;
    // Token table, positions of 16 tokens.
    const textOwn = vocabularySize * width + 16 * width;
    // Two norms, qkv, output, both layers of the MLP; then post-norm and projection.
    const block = 4 * width + (width * 24 + 24) + (width * 8 + 8) + (width * 32 + 32) + (32 * width + width);
    const both = block + 2 * width + width * 8;
    const logitScale = 1;
    expect(await countsOf(clipRun)).toEqual({
      total: imageOwn + textOwn + 2 * both + logitScale,
      shared: 0,
      image: imageOwn + both,
      text: textOwn + both,
    });
    expect(await countsOf(composed({ sharing: shared() }))).toEqual({
      total: imageOwn + textOwn + both + logitScale,
      shared: both,
      image: imageOwn,
      text: textOwn,
    });
  });

  it('starts variants equal wherever they keep an address, and seeds differently', async () => {
    const [separate, together, other] = await Promise.all([
      weightsOf(composed()),
      weightsOf(composed({ sharing: shared({ parts: ['mlp'] }) })),
      weightsOf(composed({}, { seed: 1 })),
    ]);
    const kept = [...separate.keys()].filter((address) => together.has(address));
    expect(kept).toContain('image/blocks/0/attention/qkv/kernel');
    expect(kept.length).toBeLessThan(separate.size);
    for (const address of kept) expect(together.get(address)).toEqual(separate.get(address));
    expect([...other.keys()]).toEqual([...separate.keys()]);
    const kernel = 'image/blocks/0/attention/qkv/kernel';
    expect(other.get(kernel)).not.toEqual(separate.get(kernel));
  });

  it('makes the teacher only where a term needs S, and shows it every training caption first', async () => {
    let made = 0;
    let prepared = 0;
    const counting = defineComponent(Teacher)({
      type: 'counting',
      options: z.strictObject({}),
      create: () => {
        made += 1;
        return {
          name: 'counting',
          prepare: async (captions) => void (prepared = captions.length),
          similarity: async ({ captions }) => tf.eye(captions.length),
        };
      },
    });
    const registry = new Registry([counting]);
    const without = await composed({ teacher: counting() }, { registry }).get(TrainingData);
    expect([without.teacher, made]).toEqual([undefined, 0]);
    const losses = [clip(), intraModalitySeparation()];
    const needing = composed({ teacher: counting(), losses }, { registry });
    expect((await needing.get(TrainingData)).teacher?.name).toBe('counting');
    expect(made).toBe(1);
    const captions = await (await needing.get(Dataset)).trainingCaptions!();
    expect(prepared).toBe(captions.length);
  });

  it('gives the objective every loss term, in order', async () => {
    const objective = await composed({ losses: [alignment(), clip()] }).get(TrainingObjective);
    expect(objective.terms.map(({ symbol }) => symbol)).toEqual(['L_align', 'L_CLIP']);
  });

  it('lets a module bind anew what a component bound, and add to a list', async () => {
    const fixed: Temperature = { logitScale: () => tf.scalar(42), clamp: () => undefined };
    const zero: LossTerm = { symbol: 'L_zero', weight: 1, compute: () => tf.scalar(0) };
    const module = new ContainerModule(({ bind, unbind }) => {
      unbind(Temperature.id);
      bind(Temperature.id).toConstantValue(fixed);
      bind(LossTerm.id).toConstantValue(zero);
    });
    const run = composed({}, { modules: [module] });
    expect((await run.dualEncoder()).logitScale).toBe(42);
    expect((await run.get(Parameters)).addresses).not.toContain('logit-scale');
    expect((await run.get(TrainingObjective)).terms.map(({ symbol }) => symbol)).toEqual(['L_CLIP', 'L_zero']);
  });

  it('puts a head on the features of the towers, whose own projections are left out', async () => {
    const textEncoder = bagOfTokens({ width: 4, embeddingWidth: 3 });
    const parts = { textEncoder, head: residualTrunk({ width: 8, embeddingWidth: 6, layers: 1 }) };
    const separate = composed(parts);
    const sharing = composed({ ...parts, sharing: shared({ parts: ['mlp', 'projection'] }) });
    const addresses = [...(await weightsOf(separate)).keys()];
    expect(addresses.filter((address) => /projection/.test(address)).sort()).toEqual(
      ['image', 'text'].flatMap((side) => ['bias', 'kernel'].map((name) => `${side}/head/projection/${name}`)),
    );
    expect([...(await weightsOf(sharing)).keys()]).toEqual(
      expect.arrayContaining([
        'image/head/adapter/kernel',
        'shared/head/blocks/0/mlp/input/kernel',
        'shared/head/projection/bias',
      ]),
    );
    const { columns, values } = await (await sharing.dualEncoder()).embedTexts(['a red circle']);
    expect([columns, Math.hypot(...values)]).toEqual([6, expect.closeTo(1, 5)]);
    const { curves } = await (await sharing.trainer()).run({});
    expect(curves['L']!.at(-1)).toBeLessThan(curves['L']![0]!);
  });

  it('refuses towers whose embeddings differ in width', async () => {
    const textEncoder = textTransformer({ width: 8, layers: 1, embeddingWidth: 4 });
    await expect(composed({ textEncoder }).get(Model)).rejects.toThrow(
      'imageEncoder.embeddingWidth = 8 but textEncoder.embeddingWidth = 4: they must be equal',
    );
  });

  it('gives evaluators unit rows of images and texts', async () => {
    const run = composed();
    const model = await run.dualEncoder();
    const dataset = await run.get(Dataset);
    const first = await dataset.examples('test')[Symbol.asyncIterator]().next();
    const image = await model.embedImages([first.value!.image]);
    const text = await model.embedTexts(first.value!.captions);
    for (const { values, columns } of [image, text]) {
      expect(columns).toBe(8);
      expect(Math.hypot(...values)).toBeCloseTo(1, 5);
    }
  });
});

describe('a run with probes', () => {
  it('records their curves beside its own', async () => {
    const probes = [gapTrajectory({ every: 3, batchSize: 8 })];
    const [cell] = cellsOf(tinyExperiment({ variants: { shared: { sharing: shared(), probes } } }));
    const run = compose({ ...cell!, registry: new Registry() });
    const { curves } = await (await run.trainer()).run({});
    expect(curves['trajectory/step']).toEqual([0, 3, 6]);
    for (const key of ['rmg', 'logit-scale', 'L', 'gradient-norm-image', 'shared-gradient-cosine']) {
      expect(curves[`trajectory/${key}`]).toHaveLength(3);
    }
  });
});
