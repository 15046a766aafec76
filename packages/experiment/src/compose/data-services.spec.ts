import { selectBackend, tf } from '@alignclip/backend';
import {
  CaptionAugmentation,
  defineComponent,
  ImageEncoder,
  LossTerm,
  random,
  ViewAugmentation,
} from '@alignclip/core';
import { clip, inModalContrast, simclr, supervisedContrastive } from '@alignclip/losses';
import { Parameters } from '@alignclip/nn';
import { shared } from '@alignclip/sharing';
import {
  batchGradients,
  chunkedGradients,
  Model,
  openBatches,
  splitBatch,
  TrainingData,
  TrainingObjective,
} from '@alignclip/training';
import { ContainerModule } from 'inversify';
import { z } from 'zod';
import { cellsOf } from '../define/cells';
import { compose, type Composition } from './compose';
import { Registry } from '../define/registry';
import type { Change } from '../define/run-config';
import { tinyExperiment } from '../testing/tiny-experiment';

const slip = [clip(), simclr({ outputWidth: 8 })];
const composed = (change: Change, rest: Partial<Composition> = {}) => {
  const [cell] = cellsOf(tinyExperiment({ variants: { one: change } }));
  return compose({ ...cell!, registry: new Registry(), ...rest });
};

beforeAll(() => selectBackend());

describe('trainingData', () => {
  it('makes the augmentation of views and the classes only where a term needs them', async () => {
    let made = 0;
    const counting = defineComponent(ViewAugmentation)({
      type: 'counting',
      options: z.strictObject({}),
      create: () => ((made += 1), { size: 16, apply: () => undefined }),
    });
    const rest = { registry: new Registry([counting]) };
    const viewAugmentation = counting();
    const plain = await composed({ viewAugmentation }, rest).get(TrainingData);
    expect([plain.viewAugmentation, plain.labelled, made]).toEqual([undefined, false, 0]);
    const views = await composed({ viewAugmentation, losses: slip }, rest).get(TrainingData);
    expect([views.viewAugmentation?.size, views.labelled, made]).toEqual([16, false, 1]);
    const classes = await composed({ losses: [clip(), supervisedContrastive()] }, rest).get(TrainingData);
    expect([classes.viewAugmentation, classes.labelled, made]).toEqual([undefined, true, 1]);
  });

  it('changes captions by the component of the slot, or by the usual way, where a term asks for it', async () => {
    const shouting = defineComponent(CaptionAugmentation)({
      type: 'shouting',
      options: z.strictObject({}),
      create: () => ({ apply: (caption) => caption.toUpperCase() }),
    });
    const rest = { registry: new Registry([shouting]) };
    const copyOf = async (change: Change) =>
      (await composed(change, rest).get(TrainingData)).captionAugmentation?.apply('red bird', random(1));
    const losses = [clip(), inModalContrast()];
    expect(await copyOf({ losses, captionAugmentation: shouting() })).toBe('RED BIRD');
    expect(['red bird', 'bird red', 'red', 'bird']).toContain(await copyOf({ losses }));
    expect(await copyOf({ captionAugmentation: shouting() })).toBeUndefined();
  });

  it('refuses views where the image encoder has no features', async () => {
    const term: LossTerm = { symbol: 'L_v', weight: 1, needs: ['views'], compute: () => tf.scalar(0) };
    const featureless: ImageEncoder = { modality: 'image', size: 16, embeddingWidth: 8, embed: () => tf.zeros([1, 8]) };
    const module = new ContainerModule(({ bind, unbind }) => {
      unbind(ImageEncoder.id);
      bind(ImageEncoder.id).toConstantValue(featureless);
      bind(LossTerm.id).toConstantValue(term);
    });
    await expect(composed({}, { modules: [module] }).get(TrainingData)).rejects.toThrow('offers no features');
  });

  it.each([{}, { sharing: shared() }])(
    'gives gradient caching the gradients of the undivided batch, %j',
    async (change) => {
      const run = composed({ losses: [...slip, supervisedContrastive()], ...change });
      const [model, objective, parameters] = [
        await run.get(Model),
        await run.get(TrainingObjective),
        await run.get(Parameters),
      ];
      const source = await openBatches({ ...(await run.get(TrainingData)), batchSize: 12 });
      const batch = await source.next(0);
      const whole = batchGradients(model, objective, parameters, batch);
      const chunked = chunkedGradients(model, objective, parameters, {
        own: splitBatch(batch, 5),
        given: { labels: batch.labels! },
      });
      expect(chunked.losses()['L_SimCLR']).toBeCloseTo(whole.losses()['L_SimCLR']!, 5);
      expect(chunked.losses()['L_SupCon']).toBeCloseTo(whole.losses()['L_SupCon']!, 5);
      expect(Object.keys(whole.gradients).sort()).toEqual([...parameters.addresses].sort());
      for (const [address, gradient] of Object.entries(whole.gradients)) {
        const largest = (x: typeof gradient) => tf.max(tf.abs(x)).dataSync()[0]!;
        const error = largest(tf.sub(gradient, chunked.gradients[address]!)) / Math.max(1, largest(gradient));
        expect([address, error < 1e-5]).toEqual([address, true]);
      }
      parameters.dispose();
    },
  );

  it('trains SLIP, whose head lies in the checkpoint beside the towers', async () => {
    const run = composed({ losses: slip });
    const { curves } = await (await run.trainer()).run({});
    expect(Object.keys(curves)).toEqual(expect.arrayContaining(['L_CLIP', 'L_SimCLR', 'L']));
    expect((await run.get(Parameters)).addresses).toContain('losses/simclr/2/kernel');
    (await run.get(Parameters)).dispose();
  });
});
