import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalizeRows, selectBackend, tf } from '@alignclip/backend';
import type { Dataset, SharingStrategy, Tensor2D, Tokenizer } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';
import { ParameterShapes, ParameterStore, type Scope } from '@alignclip/nn';
import {
  hasSentenceEncoder,
  loadSentenceEncoder,
  ModelWeights,
  publishedConfigs,
  readModelConfig,
  sentenceEncoderFolder,
} from '@alignclip/nn/sentence-encoder';
import { madeSentenceEncoder } from '@alignclip/nn/testing';
import { sentenceTransformer, SentenceTransformer } from './sentence-transformer';
import { describeTextEncoder } from './testing';
import { wordpieceTokenizer } from './wordpiece-tokenizer';

const kinds = ['bert', 'mpnet'] as const;
const head = { embeddingWidth: 6, projection: 'linear', projectionBias: false } as const;
const small = { hidden_size: 8, num_hidden_layers: 2, num_attention_heads: 2, intermediate_size: 12 };
const configOf = {
  bert: { ...publishedConfigs['all-MiniLM-L6-v2']!, ...small },
  mpnet: { ...publishedConfigs['all-mpnet-base-v2']!, ...small, relative_attention_num_buckets: 6 },
};
const ids = Array.from({ length: 20 }, (_, id) => id);

for (const kind of kinds)
  describeTextEncoder(`sentence-transformer, ${kind} from scratch`, (scope: Scope) => {
    const model = { config: configOf[kind], tokens: ids, contextLength: 8, hash: '' };
    return new SentenceTransformer(scope, { ...model, ...head, freeze: 'none' });
  });

describeTextEncoder("sentence-transformer with open_clip's projection and a padding id", (scope: Scope) => {
  const model = { config: configOf.bert, tokens: ids, contextLength: 8, hash: '' };
  return new SentenceTransformer(scope, { ...model, ...head, projection: 'plain-mlp', freeze: 'none', padding: 0 });
});

const loaded = new Map<string, { weights: ModelWeights; config: Awaited<ReturnType<typeof readModelConfig>> }>();
beforeAll(async () => {
  await selectBackend();
  for (const kind of kinds) {
    const folder = await madeSentenceEncoder(kind);
    const weights = await ModelWeights.read(join(folder, 'model.safetensors'));
    loaded.set(kind, { weights, config: await readModelConfig(folder) });
  }
});

for (const kind of kinds)
  describeTextEncoder(`sentence-transformer, ${kind} with weights`, (scope: Scope) => {
    const model = { ...loaded.get(kind)!, tokens: ids.map((id) => id % 11), contextLength: 8, hash: '' };
    return new SentenceTransformer(scope, { ...model, ...head, freeze: 'none' });
  });

const captions = ['a red cat', 'a dog runs.', 'cats', 'a red dog runs.', '', 'a [SEP] dog [PAD] cat', 'zebra'];
const dataset = (texts: readonly string[]) => ({ texts: async () => texts }) as unknown as Dataset;
const separate: SharingStrategy = { locate: (tower, path) => `${tower}/${path}` };

type Options = Parameters<typeof sentenceTransformer.make>[0];
async function tower(options: Options, tokenizer: Tokenizer, parameters = new ParameterStore(0)) {
  return sentenceTransformer.make(options, parameters, separate, tokenizer);
}
const tokenizerOf = (options: Parameters<typeof wordpieceTokenizer.make>[0], texts = captions) =>
  wordpieceTokenizer.make(options, dataset(texts));
const input = (tokenizer: Tokenizer, texts: readonly string[]): Tensor2D => {
  const { ids: all, rows, columns } = tokenizer.encode(texts);
  return tf.tensor2d(all, [rows, columns], 'int32');
};
const featuresOf = (encoder: SentenceTransformer, tokenizer: Tokenizer, texts: readonly string[]): number[][] =>
  tf.tidy(() => encoder.features(input(tokenizer, texts)).arraySync());

describe.each(kinds)('sentence-transformer, %s', (kind) => {
  it.each(['full', 'used'] as const)(
    'gives the rows of the teacher to the bit, before their length is 1, with ids for %s',
    async (vocabulary) => {
      const model = await madeSentenceEncoder(kind);
      const tokenizer = await tokenizerOf({ model, contextLength: 18, vocabulary });
      const encoder = await tower({ model, freeze: 'all' }, tokenizer);
      const teacher = await loadSentenceEncoder(model);
      const { values } = await teacher.embed(captions);
      const rows = tf.tidy(() => normalizeRows(encoder.features(input(tokenizer, captions))).dataSync());
      expect(Buffer.from(rows.buffer).equals(Buffer.from(values.buffer))).toBe(true);
      teacher.dispose();
    },
  );

  it('gives a text the same bits in every company and padding, where frozen', async () => {
    const model = await madeSentenceEncoder(kind, '', { width: 96, inner: 200 });
    const tokenizer = await tokenizerOf({ model, contextLength: 18 });
    const encoder = await tower({ model, freeze: 'all' }, tokenizer);
    const together = featuresOf(encoder, tokenizer, captions);
    captions.forEach((caption, i) => expect(featuresOf(encoder, tokenizer, [caption])).toEqual([together[i]]));
  });

  it('freezes as many blocks as it is told', async () => {
    const model = await madeSentenceEncoder(kind);
    const tokenizer = await tokenizerOf({ model, contextLength: 18 });
    const trained = async (freeze: number | 'all' | 'none') => {
      const store = new ParameterStore(0);
      await tower({ model, freeze }, tokenizer, store);
      return store.trained().map(([address]) => address);
    };
    expect(await trained('all')).toEqual(['text/projection']);
    const upper = await trained(1);
    expect(upper.every((address) => /^text\/(blocks\/1\/|projection$)/.test(address))).toBe(true);
    expect(upper).toHaveLength(13);
    expect((await trained('none')).length).toBeGreaterThan(26);
  });
});

describe('sentence-transformer with a padding id', () => {
  const padded = (padding: number | undefined, padsContext = true): Tokenizer =>
    ({ vocabularySize: 20, contextLength: 8, padsContext, padding, encode: () => ({}) }) as unknown as Tokenizer;
  const options = { pretrained: false, width: 8, layers: 1, heads: 2, embeddingWidth: 6, padding: 1 } as const;

  it('reads all ids of a text but these, wherever its largest id is', async () => {
    const encoder = await tower(options, padded(1));
    const rows = (ids: number[][]) => encoder.embed(tf.tensor2d(ids, undefined, 'int32')).arraySync();
    const [alone] = rows([[0, 19, 5, 2]]);
    const [longer, other] = rows([
      [0, 19, 5, 2, 1, 1],
      [0, 19, 5, 7, 8, 2],
    ]);
    longer!.forEach((value, i) => expect(value).toBeCloseTo(alone![i]!, 5));
    expect(other).not.toEqual(longer);
  });

  it('refuses a tokenizer that pads with another id, or none, and weights of its own', async () => {
    await expect(tower(options, padded(0))).rejects.toThrow('"padding" = 1: the run\'s tokenizer pads with the id 0');
    await expect(tower(options, padded(undefined, false))).rejects.toThrow('pads no text to the context');
    await expect(tower({ padding: 1 }, padded(1))).rejects.toThrow();
    await expect(tower({ ...options, padding: undefined }, padded(1))).rejects.toThrow('finds the end of a text');
  });
});

describe('sentence-transformer', () => {
  it('is named by the content of its files, or by its sizes', async () => {
    const [model, copy] = [await madeSentenceEncoder('bert'), await madeSentenceEncoder('bert')];
    const tokenizer = await tokenizerOf({ model, contextLength: 18 });
    const hash = async (options: Options) => (await tower(options, tokenizer, new ParameterShapes())).fingerprint();
    expect(await hash({ model: copy })).toBe(await hash({ model }));
    const scratch = await hash({ model, pretrained: false });
    expect(await hash({ model: copy, pretrained: false, layers: 1 })).not.toBe(scratch);
    const weights = readFileSync(join(model, 'model.safetensors'));
    weights[weights.length - 2]! ^= 1;
    writeFileSync(join(model, 'model.safetensors'), weights);
    expect(await hash({ model })).not.toBe(await hash({ model: copy }));
    expect(await hash({ model, pretrained: false })).toBe(scratch);
  });

  it('says what does not fit', async () => {
    const model = await madeSentenceEncoder('bert');
    const tokenizer = await tokenizerOf({ model, contextLength: 18 });
    const other = { contextLength: 8, vocabularySize: 20, encode: tokenizer.encode };
    const fails = (options: Options, message: RegExp, given: Tokenizer = tokenizer) =>
      expect(tower(options, given, new ParameterShapes())).rejects.toThrow(message);
    await fails({ model }, /needs its own token ids.*wordpieceTokenizer\(\{ model: '/, other);
    await fails({ model: 'all-minilm-l6' }, /did you mean "all-MiniLM-L6-v2"/);
    await fails({ model: './nothing' }, /no config.json, tokenizer.json, model.safetensors/);
    await fails({ model, width: 8 }, /option "width" = 8.*pretrained: false/);
    await fails({ model, pretrained: false, heads: 3 }, /"heads" = 3 does not divide "width" = 8/);
    await fails({ model, pretrained: false }, /pads texts to the context/, { ...tokenizer, padsContext: true });
    await fails({ model, freeze: 3 }, /option "freeze" = 3: the model has 2 blocks/);
    await fails({ model }, /contextLength = 40: .* positions for 20 tokens/, { ...tokenizer, contextLength: 40 });
    const encoder = await tower({ model }, tokenizer);
    expect(() => encoder.embed(tf.zeros([1, 19], 'int32'))).toThrow('19 tokens do not fit in the context of 18');
  });

  it('gives its weights to blocks that an image tower has made before', async () => {
    const model = await madeSentenceEncoder('bert');
    const tokenizer = await tokenizerOf({ model, contextLength: 18 });
    const address = 'text/blocks/1/mlp/input/kernel';
    const [alone, shared] = [new ParameterStore(0), new ParameterStore(0)];
    shared.parameter(address, [8, 12], (shape) => new Float32Array(shape[0]! * shape[1]!));
    for (const store of [alone, shared]) await tower({ model }, tokenizer, store);
    expect(shared.get(address)!.arraySync()).toEqual(alone.get(address)!.arraySync());
  });

  it('trains from scratch on the ids of any tokenizer, without files', async () => {
    const tokenizer = {
      contextLength: 8,
      vocabularySize: 20,
      encode: () => ({ rows: 0, columns: 0, ids: new Int32Array() }),
    };
    const parameters = new ParameterShapes();
    const sizes = { model: 'all-mpnet-base-v2', pretrained: false, width: 64, layers: 3 };
    const encoder = await tower(sizes, tokenizer, parameters);
    expect(encoder.featureWidth).toBe(64);
    expect(parameters.get('text/token-embedding')!.shape).toEqual([20, 64]);
    expect(parameters.get('text/blocks/2/mlp/input/kernel')!.shape).toEqual([64, 256]);
  });
});

const miniLm = 'all-MiniLM-L6-v2';

itWhere(
  hasSentenceEncoder(miniLm),
  `no sentence encoder ${miniLm} (npm run setup downloads it)`,
  'sentence-transformer has the features of the reference',
  async () => {
    const tokenizer = await tokenizerOf({});
    const encoder = await tower({ freeze: 'all' }, tokenizer);
    // all-MiniLM-L6-v2 in PyTorch: the mean's length, and the first numbers of the unit row
    const references = [
      ['Two dogs fight over a ball .', 6.20755, [0.04726, 0.05183, 0.02556, 0.01903, -0.01129, 0.03067]],
      ['grinning face', 6.13907, [-0.06182, 0.05821, 0.01479, 0.04019, 0.03493, -0.03646]],
      // cspell:disable-next-line
      ['a picture of a cat.', 5.64974, [0.07141, 0.07053, 0.01646, 0.01899, -0.06635, 0.00652]],
    ] as const;
    for (const [text, length, first] of references) {
      const [row] = featuresOf(encoder, tokenizer, [text]);
      expect(Math.abs(Math.hypot(...row!) - length)).toBeLessThan(1e-5);
      first.forEach((value, i) => expect(Math.abs(row![i]! / length - value)).toBeLessThan(1e-5));
    }
  },
);

for (const [model, config] of Object.entries(publishedConfigs))
  itWhere(hasSentenceEncoder(model), `no sentence encoder ${model}`, `the sizes of ${model} are known`, async () => {
    expect(config).toEqual(await readModelConfig(sentenceEncoderFolder(model)));
  });
