import { selectBackend, tf } from '@alignclip/backend';
import { Dataset, defineComponent, ImageEncoder, SharingStrategy } from '@alignclip/core';
import { textTransformer, visionTransformer } from '@alignclip/encoders';
import { gap, gapTrajectory, linearProbe, retrieval, teacherAgreement, zeroShot } from '@alignclip/evaluation';
import { crossModalitySeparation, intraModalitySeparation, clip } from '@alignclip/losses';
import { countParameters, Parameters } from '@alignclip/nn';
import { shared } from '@alignclip/sharing';
import { labels, sbert } from '@alignclip/teachers';
import { Model, trainer } from '@alignclip/training';
import { z } from 'zod';
import { ParameterShapes } from '@alignclip/nn';
import { cellsOf } from '../define/cells';
import { Registry } from '../define/registry';
import type { Change } from '../define/run-config';
import { tinyExperiment } from '../testing/tiny-experiment';
import { checkRun, checkTrainingData } from './checks';
import { compose } from './compose';

const composed = (change: Change, parameters = new ParameterShapes()) =>
  compose({ ...cellsOf(tinyExperiment({ variants: { one: change } }))[0]!, registry: new Registry(), parameters });
const check = (change: Change) => checkRun(composed(change));
const image = { imageSize: 16, patchSize: 8, layers: 1 };
const separation = [crossModalitySeparation(), intraModalitySeparation()];

beforeAll(() => selectBackend());

describe('checkRun', () => {
  it.each([{}, { sharing: shared() }])(
    'counts the parameters of %j as training does, without making them',
    async (change) => {
      const before = tf.memory().numTensors;
      const counts = await check(change);
      expect(tf.memory().numTensors).toBe(before);
      const run = compose({ ...cellsOf(tinyExperiment({ variants: { one: change } }))[0]!, registry: new Registry() });
      await run.get(Model);
      const store = await run.get(Parameters);
      expect(counts).toEqual(countParameters(store));
      store.dispose();
    },
  );

  it.each<[string, Change, string | RegExp]>([
    [
      'embeddings of two widths',
      { textEncoder: textTransformer({ width: 8, layers: 1, embeddingWidth: 4 }) },
      'imageEncoder.embeddingWidth = 8 but textEncoder.embeddingWidth = 4: they must be equal',
    ],
    [
      'a shared transformer of two widths',
      { sharing: shared(), textEncoder: textTransformer({ width: 16, layers: 1, embeddingWidth: 8 }) },
      /^sharing\.parts: "norms" can't be shared: blocks\/0\/norm-1\/scale is \[8\] in the image tower and \[16\] in the text tower; /,
    ],
    [
      'patches that do not divide the image',
      { imageEncoder: visionTransformer({ ...image, patchSize: 7, width: 8, embeddingWidth: 8 }) },
      'option "patchSize" = 7 does not divide "imageSize" = 16',
    ],
    [
      'heads that do not divide the width',
      { imageEncoder: visionTransformer({ ...image, heads: 3, width: 8, embeddingWidth: 8 }) },
      'option "heads" = 3 does not divide "width" = 8',
    ],
    [
      'a teacher that is absent, where a term asks for S',
      { losses: separation, teacher: sbert({ model: './nowhere' }) },
      'no config.json',
    ],
    [
      'a teacher that is absent, where an evaluator asks for S',
      { evaluators: [teacherAgreement()], teacher: sbert({ model: './nowhere' }) },
      'no config.json',
    ],
    [
      'classes that the data lacks, as a teacher',
      { losses: separation, teacher: labels({ classSet: 'colours' }) },
      'did you mean "colour"',
    ],
    ['frozen addresses that there are not', { trainer: trainer({ freeze: ['txet/**'] }) }, 'did you mean "text/**"'],
    ['an unknown class set', { evaluators: [zeroShot({ classSets: ['colors'] })] }, 'did you mean "colour"'],
    ['an unknown split', { evaluators: [gap(), retrieval({ splits: ['tset'] })] }, 'unknown split of shapes: "tset"'],
    ['an unknown split to fit on', { evaluators: [linearProbe({ train: 'trian' })] }, 'did you mean "train"'],
    [
      'an unknown split to choose on',
      { evaluators: [linearProbe({ validation: 'vla', weightDecays: [0, 1] })] },
      'did you mean "val"',
    ],
    [
      'an unknown split to watch',
      { probes: [gapTrajectory({ split: 'vla' })] },
      'named by probe "trajectory": "vla"; did you mean "val"',
    ],
  ])('refuses %s', async (_what, change, message) => {
    await expect(check(change)).rejects.toThrow(message);
    await expect(check(change)).rejects.toMatchObject({ name: 'UserError' });
  });

  it('refuses parts of a batch for a tower that takes statistics of it', async () => {
    const normed = defineComponent(ImageEncoder)({
      type: 'normed',
      options: z.strictObject({}),
      inject: [Parameters, SharingStrategy],
      create: (_options, parameters, sharing): ImageEncoder =>
        Object.assign(visionTransformer.make({ ...image, width: 8, embeddingWidth: 8 }, parameters, sharing), {
          usesBatchStatistics: true,
        }),
    });
    const checked = (accumulate: number) => {
      const change = { imageEncoder: normed(), trainer: trainer({ accumulate }) };
      const [cell] = cellsOf(tinyExperiment({ variants: { one: change }, components: [normed] }));
      return checkRun(compose({ ...cell!, registry: new Registry([normed]), parameters: new ParameterShapes() }));
    };
    await expect(checked(1)).resolves.toBeDefined();
    await expect(checked(2)).rejects.toThrow(
      'trainer.accumulate = 2: imageEncoder has batch norm, whose statistics would be those of a chunk',
    );
  });

  it('does not ask for a teacher that nobody needs', async () => {
    const change = { losses: [crossModalitySeparation()], teacher: sbert({ model: './nowhere' }) };
    await expect(check(change)).resolves.toBeDefined();
    const unscaled = [crossModalitySeparation(), intraModalitySeparation({ rescale: false })];
    await expect(check({ ...change, losses: unscaled })).resolves.toBeDefined();
  });
});

/** Three images, the second without a caption. */
const mute = defineComponent(Dataset)({
  type: 'mute',
  options: z.strictObject({}),
  create: () => ({
    name: 'mute',
    splits: ['train'],
    classSets: [],
    async *examples() {
      for (const captions of [['a cat'], [], ['a dog']])
        yield {
          id: `${captions.length}`,
          image: { width: 1, height: 1, mode: 'L', data: new Uint8Array(1) },
          captions,
        };
    },
    trainingCaption: ({ captions: [first = ''] }) => first,
    fingerprint: async () => 'mute',
  }),
});

const checkData = (change: Change) => {
  const experiment = tinyExperiment({ variants: { one: change }, components: [mute] });
  const [cell] = cellsOf(experiment);
  return checkTrainingData(compose({ ...cell!, registry: new Registry([mute]) }));
};

describe('checkTrainingData', () => {
  it('accepts data of a batch', async () => {
    await expect(checkData({})).resolves.toBeUndefined();
    await expect(checkData({ dataset: mute(), trainer: trainer({ batchSize: 3 }) })).resolves.toBeUndefined();
  });

  it('refuses a batch that is larger than the training split', async () => {
    await expect(checkData({ dataset: mute(), trainer: trainer({ batchSize: 4 }) })).rejects.toThrow(
      'trainer.batchSize = 4 is more than the 3 training examples of "mute"',
    );
    await expect(checkData({ trainer: trainer({ batchSize: 100_000 }) })).rejects.toThrow('of "shapes"');
  });

  it('refuses examples without caption only where a term compares captions', async () => {
    const small = { dataset: mute(), trainer: trainer({ batchSize: 2 }) };
    await expect(
      checkData({ ...small, losses: [crossModalitySeparation(), intraModalitySeparation()] }),
    ).rejects.toThrow('losses: a term needs S, but example "0" of mute has no caption');
    await expect(checkData({ ...small, losses: [clip()] })).resolves.toBeUndefined();
  });
});
