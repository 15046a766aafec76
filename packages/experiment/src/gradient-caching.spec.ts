import { selectBackend, tf } from '@alignclip/backend';
import type { LossTerm, SharingStrategy, Tensor } from '@alignclip/core';
import { TextTransformer, VisionTransformer } from '@alignclip/encoders';
import {
  alignment,
  clip,
  crossModalitySeparation,
  crossUniformity,
  cyclicConsistency,
  intraModalitySeparation,
  selfSeparation,
  sigmoid,
  uniformity,
} from '@alignclip/losses';
import { ParameterStore, towerScope } from '@alignclip/nn';
import { separate, shared } from '@alignclip/sharing';
import {
  batchGradients,
  chunkedGradients,
  ContrastiveModel,
  learnedLogitScale,
  Objective,
  splitBatch,
  type Batch,
} from '@alignclip/training';

beforeAll(() => selectBackend());

const size = 12;
const tower = {
  width: 32,
  layers: 2,
  embeddingWidth: 16,
  mlpRatio: 2,
  activation: 'gelu',
  initialisation: 'clip',
} as const;

function build(strategy: SharingStrategy, parameters: ParameterStore): ContrastiveModel {
  return new ContrastiveModel(
    new VisionTransformer(towerScope(parameters, strategy, 'image'), { ...tower, imageSize: 16, patchSize: 8 }),
    new TextTransformer(towerScope(parameters, strategy, 'text'), { ...tower, contextLength: 7, vocabularySize: 20 }),
    learnedLogitScale.create(learnedLogitScale({ start: 10 }).options, parameters) as never,
  );
}

function batchOf(): Batch {
  const noise = tf.randomUniform([size, size], 0, 1, 'float32', 3);
  const ids = Array.from({ length: size }, (_, i) => [18, 1 + (i % 5), 2 + ((i * 7) % 11), 19, 0]);
  return {
    images: tf.randomNormal<tf.Rank.R4>([size, 16, 16, 3], 0, 1, 'float32', 2),
    tokens: tf.tensor2d(ids, [size, 5], 'int32'),
    semanticSimilarity: tf.maximum(tf.div(tf.add(noise, tf.transpose(noise)), 2), tf.eye(size)),
  };
}

const terms = [
  ['clip', clip, clip()],
  ['cross-modality-separation', crossModalitySeparation, crossModalitySeparation()],
  ['intra-modality-separation', intraModalitySeparation, intraModalitySeparation()],
  ['cyclic-consistency', cyclicConsistency, cyclicConsistency()],
  ['self-separation', selfSeparation, selfSeparation()],
  ['sigmoid', sigmoid, sigmoid()],
  ['alignment', alignment, alignment()],
  ['uniformity', uniformity, uniformity()],
  ['cross-uniformity', crossUniformity, crossUniformity()],
] as const;
const strategies = { separate: [separate, separate()], shared: [shared, shared()] } as const;

describe.each(terms)('gradient caching with the term %s', (_, component, spec) => {
  it.each(['separate', 'shared'] as const)('gives the gradient of the undivided batch, towers %s', (name) => {
    const parameters = new ParameterStore(1);
    const [sharing, sharingSpec] = strategies[name];
    const model = build(sharing.create(sharingSpec.options) as SharingStrategy, parameters);
    const services = [...component.inject].map(() => parameters);
    const term = (component.create as (...given: unknown[]) => LossTerm)(spec.options, ...services);
    const objective = new Objective([term]);
    const batch = batchOf();
    const { semanticSimilarity } = batch;
    const whole = batchGradients(model, objective, parameters, batch);
    for (const chunks of [2, 5]) {
      const given = semanticSimilarity ? { semanticSimilarity } : {};
      const chunked = chunkedGradients(model, objective, parameters, { own: splitBatch(batch, chunks), given });
      expect(Object.keys(chunked.gradients).sort()).toEqual(Object.keys(whole.gradients).sort());
      for (const [address, gradient] of Object.entries(whole.gradients))
        expect(furthest(gradient, chunked.gradients[address]!)).toBeLessThan(1e-5 * Math.max(1, largest(gradient)));
      expect(chunked.losses()['L']).toBeCloseTo(whole.losses()['L']!, 5);
    }
  });
});

const largest = (x: Tensor): number => tf.tidy(() => tf.max(tf.abs(x)).dataSync()[0]!);
const furthest = (a: Tensor, b: Tensor): number => tf.tidy(() => largest(tf.sub(a, b)));
