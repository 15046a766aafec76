import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar, Tensor2D } from '@alignclip/core';
import { ParameterStore, Scope } from '@alignclip/nn';
import { ModelWeights, readModelConfig } from '@alignclip/nn/sentence-encoder';
import { madeSentenceEncoder } from '@alignclip/nn/testing';
import { SentenceTransformer } from './sentence-transformer';

type Kind = 'bert' | 'mpnet';
type Reference = Readonly<
  Record<Kind, { readonly features: number[][]; readonly gradients: Readonly<Record<string, [number, number]>> }> & {
    /** Texts as ids of the file. */
    readonly ids: number[][];
  }
>;
const reference = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/sentence-transformer.json'), 'utf8'),
) as Reference;

/** Ids here of the file's ids, as `wordpiece-tokenizer` gives them, padded. */
function input(): Tensor2D {
  const longest = Math.max(...reference.ids.map(({ length }) => length));
  const rows = reference.ids.map((row) => [...row.slice(0, -1).map((id) => id + 1), 13]);
  return tf.tensor2d(
    rows.map((row) => [...row, ...Array.from({ length: longest - row.length }, () => 0)]),
    undefined,
    'int32',
  );
}

const fileIds = [0, ...Array.from({ length: 11 }, (_, id) => id), 1, 3];

describe.each<Kind>(['bert', 'mpnet'])('sentence-transformer against transformers in PyTorch, %s', (kind) => {
  const store = new ParameterStore(0);
  let encoder: SentenceTransformer;
  beforeAll(async () => {
    await selectBackend();
    const folder = await madeSentenceEncoder(kind);
    encoder = new SentenceTransformer(new Scope(store, (path) => path), {
      config: await readModelConfig(folder),
      weights: await ModelWeights.read(join(folder, 'model.safetensors')),
      tokens: fileIds,
      contextLength: 18,
      hash: '',
      freeze: 'none',
      embeddingWidth: 6,
      projection: 'linear',
      projectionBias: false,
    });
  });

  it('has the same features', () => {
    const rows = tf.tidy(() => encoder.features(input()).arraySync());
    rows.forEach((row, i) =>
      row.forEach((value, j) => expect(Math.abs(value - reference[kind].features[i]![j]!)).toBeLessThan(1e-5)),
    );
  });

  it('has the same gradients', () => {
    const weights = reference[kind].features.map((row, i) => row.map((_, j) => Math.sin(1 + 3 * i + 7 * j)));
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => tf.sum<Scalar>(tf.mul(encoder.features(input()), tf.tensor2d(weights))));
      const wrong: string[] = [];
      for (const [address, [length, product]] of Object.entries(reference[kind].gradients)) {
        const values = [...grads[store.get(address)!.name]!.dataSync()];
        const own = address === 'token-embedding' ? byFileId(values) : values;
        const errors = [
          Math.abs(Math.hypot(...own) - length),
          Math.abs(own.reduce((sum, value, k) => sum + value * Math.sin(1 + k), 0) - product),
        ];
        if (Math.max(...errors) > 2e-5 * length) wrong.push(`${address}: ${errors.join(' ')} of ${length}`);
      }
      expect(wrong).toEqual([]);
    });
  });
});

/** The rows of the token table by the ids of the file: the end has a row of its own here. */
function byFileId(values: readonly number[]): number[] {
  const width = values.length / fileIds.length;
  const rows = new Array<number>(11 * width).fill(0);
  values.forEach((value, place) => (rows[fileIds[Math.floor(place / width)]! * width + (place % width)]! += value));
  return rows;
}
