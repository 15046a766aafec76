import { join } from 'node:path';
import { rmSync, writeFileSync } from 'node:fs';
import { selectBackend, tf } from '@alignclip/backend';
import { clipNormalisation, Tokenizer, UserError } from '@alignclip/core';
import { temporaryFolder } from '@alignclip/core/testing';
import { shapes } from '@alignclip/datasets';
import { float32Tensor, readSafetensors, type StoredTensor, toFloat32 } from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { Model } from '@alignclip/training';
import { changeJson, hubTokenizer, madeHubFolder } from '../testing/hub-folder';
import { openModelFile, readModelFile } from './read-model-file';

beforeAll(() => selectBackend());

const models = ['clip', 'siglip'] as const;
const made = (name: (typeof models)[number]) => madeHubFolder(temporaryFolder('hub'), name);

/** Images [N, 3, S, S] as the model's processor gives them, in the normalisation that our towers are given. */
function asClip(images: StoredTensor, name: (typeof models)[number]): StoredTensor {
  if (name === 'clip') return images;
  const { mean, std } = clipNormalisation;
  const plane = images.shape[2]! * images.shape[3]!;
  const channel = (i: number) => Math.floor(i / plane) % 3;
  const data = toFloat32(images).map((value, i) => ((value + 1) / 2 - mean[channel(i)]!) / std[channel(i)]!);
  return float32Tensor(images.shape, data);
}

const furthest = (rows: Float32Array, expected: StoredTensor | undefined): number => {
  const wanted = toFloat32(expected!);
  expect(rows).toHaveLength(wanted.length);
  return rows.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0);
};

describe.each(models)('a folder of Hugging Face, %s', (name) => {
  it('gives the embeddings of transformers', async () => {
    const folder = made(name);
    const { tensors } = await readSafetensors(join(folder, 'expected.safetensors'));
    const { run } = await openModelFile(folder, { dataset: shapes() });
    const model = await run.get(Model);
    const rows = tf.tidy(() => {
      const [images, ids] = [asClip(tensors.get('image')!, name), tensors.get('text')!];
      const pixels = tf.tensor4d(toFloat32(images), images.shape as [number, number, number, number]);
      return {
        image: model.imageEncoder.embed(tf.transpose(pixels, [0, 2, 3, 1])).dataSync<'float32'>(),
        text: model.textEncoder
          .embed(tf.tensor2d(toFloat32(ids), ids.shape as [number, number], 'int32'))
          .dataSync<'float32'>(),
      };
    });
    expect(furthest(rows.image, tensors.get('image-rows'))).toBeLessThan(1e-5);
    expect(furthest(rows.text, tensors.get('text-rows'))).toBeLessThan(1e-5);
    expect((await run.dualEncoder()).logitScale).toBeCloseTo(Math.exp(2.5), 4);
    (await run.get(Parameters)).dispose();
  });

  it('takes the tokenizer beside it, cleans as the processor does, and is refused with another', async () => {
    const folder = made(name);
    const { run } = await openModelFile(folder, { dataset: shapes() });
    const ids = (await run.get(Tokenizer)).encode(['A red, Square!']);
    (await run.get(Parameters)).dispose();
    const row = name === 'clip' ? [38, 3, 4, 0, 8, 0, 39] : [3, 4, 8, 1, 1, 1, 1, 1];
    expect([...ids.ids]).toEqual(row);
    const open = (tokenizer?: string) => openModelFile(folder, { dataset: shapes(), tokenizer });
    const larger = { ...hubTokenizer(name), added_tokens: [{ id: 40, content: '[NEW]' }] };
    writeFileSync(join(folder, 'larger.json'), JSON.stringify(larger));
    await expect(open(join(folder, 'larger.json'))).rejects.toThrow(
      /has ids up to 40, the token table of .* 40 rows: it is of another/,
    );
    await expect(open(join(folder, 'config.json'))).rejects.toThrow(/not a tokenizer\.json but config\.json/);
    rmSync(join(folder, 'tokenizer.json'));
    await expect(open()).rejects.toThrow(/40 rows.*name its tokenizer\.json with --tokenizer/);
  });

  it('has heads, activation and ε of its config.json, else those that are usual', async () => {
    const folder = made(name);
    const { hyperParameters, hyperParametersFrom, hub, logitBias } = await readModelFile(folder);
    expect(hyperParametersFrom).toBe(join(folder, 'config.json'));
    expect(hyperParameters).toMatchObject({ imageHeads: 2, textHeads: 2 });
    expect([hub, typeof logitBias]).toEqual(name === 'clip' ? ['CLIPModel', 'undefined'] : ['SiglipModel', 'number']);
    changeJson(join(folder, 'config.json'), { vision_config: { hidden_act: 'relu' } });
    await expect(readModelFile(folder)).rejects.toThrow(UserError);
    await expect(readModelFile(folder)).rejects.toThrow(/config\.json: vision_config\.hidden_act is "relu"/);
    rmSync(join(folder, 'config.json'));
    const usual = await readModelFile(folder);
    expect(usual.hyperParametersFrom).toBeUndefined();
    const [activation, epsilon] = name === 'clip' ? ['quick-gelu', 1e-5] : ['gelu-tanh', 1e-6];
    expect(usual.hyperParameters).toMatchObject({ activation, imageEpsilon: epsilon, imageHeads: 1 });
  });

  it('expects the pixels of its preprocessor_config.json, else those that are usual', async () => {
    const folder = made(name);
    const pixels = async () => (await readModelFile(folder)).hyperParameters.pixels;
    expect(await pixels()).toBe(name === 'clip' ? undefined : 'half');
    const write = (mean: unknown, std: unknown) =>
      writeFileSync(
        join(folder, 'preprocessor_config.json'),
        JSON.stringify({ image_mean: mean, image_std: std, resample: 3 }),
      );
    write([0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);
    expect(await pixels()).toBe('half');
    write(clipNormalisation.mean, clipNormalisation.std);
    expect((await pixels()) ?? 'clip').toBe('clip');
    write([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
    await expect(pixels()).rejects.toThrow(/preprocessor_config\.json: image_mean \[0\.485.*expect CLIP's/);
    write('x', 1);
    await expect(pixels()).rejects.toThrow(/preprocessor_config\.json: image_mean: not three numbers/);
  });
});
