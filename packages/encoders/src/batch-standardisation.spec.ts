import { selectBackend, tf } from '@alignclip/backend';
import type { Tensor, TrainingPass, Variable } from '@alignclip/core';
import { ParameterStore } from '@alignclip/nn';
import { BatchStandardisation } from './batch-standardisation';
import { describeEmbeddingHead } from './testing';

beforeAll(() => selectBackend());
const made = (store: ParameterStore, renormalise = true) =>
  new BatchStandardisation(store, 4, { epsilon: 1e-5, momentum: 0.1, renormalise });
describeEmbeddingHead('batch-standardisation', (store) => made(store));

describe('BatchStandardisation', () => {
  const rows = () => tf.add<tf.Tensor2D>(tf.randomNormal([50, 4], 0, 1, 'float32', 3), tf.tensor1d([5, 0, -2, 0]));

  it('gives entries of each modality mean 0 and variance 1 in training, and moves its running values', () =>
    tf.tidy(() => {
      const store = new ParameterStore(0);
      const head = made(store, false);
      const updates = new Map<Variable, Tensor>();
      const pass: TrainingPass = {
        words: () => new Int32Array(100),
        uniform: () => tf.zeros([50, 4]),
        update: (state, value) => void updates.set(state, value),
      };
      const { mean, variance } = tf.moments(head.embed(rows(), 'image', pass), 0);
      mean.dataSync().forEach((value) => expect(value).toBeCloseTo(0, 4));
      variance.dataSync().forEach((value) => expect(value).toBeCloseTo(1, 3));
      expect(store.addresses).toHaveLength(4);
      expect(updates.size).toBe(2);
      expect(updates.get(store.get('embedding-head/image/running-mean')!)!.dataSync()[0]).toBeCloseTo(0.5, 1);
    }));

  it('has running statistics in evaluation, so that rows do not depend on each other', () =>
    tf.tidy(() => {
      const store = new ParameterStore(0);
      const head = made(store);
      const given = rows();
      const alone = head.embed(tf.slice(given, 0, 1), 'text').dataSync();
      expect([...tf.slice(head.embed(given, 'text'), 0, 1).dataSync()]).toEqual([...alone]);
      expect(head.usesBatchStatistics).toBe(true);
    }));
});
