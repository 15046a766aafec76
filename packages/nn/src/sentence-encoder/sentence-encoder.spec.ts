import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectBackend, tf } from '@alignclip/backend';
import { madeSentenceEncoder } from '../testing/made-sentence-encoder';
import { loadSentenceEncoder } from './sentence-encoder';

beforeAll(async () => {
  await selectBackend();
});

describe.each(['bert', 'mpnet'] as const)('loadSentenceEncoder of %s', (kind) => {
  let folder: string;
  beforeEach(async () => (folder = await madeSentenceEncoder(kind)));

  it('gives unit rows that do not depend on the company', async () => {
    const encoder = await loadSentenceEncoder(folder);
    const together = await encoder.embed(['a cat', 'a red dog runs.', 'a dog']);
    const alone = await encoder.embed(['a dog']);
    expect([together.rows, together.columns]).toEqual([3, encoder.width]);
    expect(Math.hypot(...alone.values)).toBeCloseTo(1, 6);
    alone.values.forEach((value, i) => expect(together.values[2 * encoder.width + i]).toBeCloseTo(value, 6));
  });

  it('tells word order apart and cuts long sentences', async () => {
    const encoder = await loadSentenceEncoder(folder, { maxTokens: 4 });
    const { values } = await encoder.embed(['cat dog', 'dog cat', 'cat dog runs runs', 'cat dog red']);
    const row = (i: number) => [...values.subarray(i * encoder.width, (i + 1) * encoder.width)];
    expect(row(0)).not.toEqual(row(1));
    expect(row(2)).toEqual(row(0));
    expect(row(3)).toEqual(row(0));
  });

  it('never asks for more positions than the model has', async () => {
    const encoder = await loadSentenceEncoder(folder);
    expect((await encoder.embed(['cat '.repeat(100)])).rows).toBe(1);
  });

  it('frees its weights', async () => {
    const before = tf.memory().numTensors;
    const encoder = await loadSentenceEncoder(folder);
    await encoder.embed(['a cat']);
    encoder.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('frees what it has read of a model that lacks a weight', async () => {
    const before = tf.memory().numTensors;
    const path = join(folder, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...config, num_hidden_layers: 3 }));
    await expect(loadSentenceEncoder(folder)).rejects.toThrow('encoder.layer.2.');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses the tokenizer of another model', async () => {
    const path = join(folder, 'tokenizer.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"cat":6', '"cat":11'));
    const encoder = await loadSentenceEncoder(folder);
    await expect(encoder.embed(['a cat'])).rejects.toThrow('tokenizer.json: gives the id 11, the model knows 0 to 10');
    encoder.dispose();
    const json = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...json, post_processor: null }));
    const bare = await loadSentenceEncoder(folder);
    await expect(bare.embed([''])).rejects.toThrow('tokenizer.json: gives no ids for a sentence');
    bare.dispose();
    writeFileSync(path, JSON.stringify({ ...json, post_processor: { type: 'TemplateProcessing' } }));
    const broken = await loadSentenceEncoder(folder);
    await expect(broken.embed(['a cat'])).rejects.toThrow(`${path}: `);
    broken.dispose();
  });

  it('names what does not fit', async () => {
    const path = join(folder, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...config, hidden_size: 10 }));
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(/word_embeddings.weight" is \[11, 8\], not \[11, 10\]/);
    writeFileSync(path, JSON.stringify({ ...config, hidden_act: 'relu' }));
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(/hidden_act/);
    writeFileSync(path, JSON.stringify({ ...config, num_attention_heads: 3 }));
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(/num_attention_heads: must divide hidden_size/);
    writeFileSync(path, JSON.stringify({ ...config, num_hidden_layers: 2 ** 32 }));
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(
      /num_hidden_layers: Too big: expected number to be <=1000/,
    );
    writeFileSync(path, JSON.stringify({ ...config, vocab_size: 2 ** 32 }));
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(/vocab_size: Too big/);
    writeFileSync(path, '{');
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(/config.json/);
    writeFileSync(path, JSON.stringify(config));
    writeFileSync(join(folder, 'tokenizer.json'), '[]');
    await expect(loadSentenceEncoder(folder)).rejects.toThrow(/tokenizer.json/);
  });
});
