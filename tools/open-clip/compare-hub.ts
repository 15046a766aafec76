import { tf } from '@alignclip/backend';
import { clipNormalisation } from '@alignclip/core';
import { shapes } from '@alignclip/datasets';
import { exportedModel, openModelFile, type OpenedModel } from '@alignclip/experiment';
import { hubTokenizer } from '@alignclip/experiment/testing';
import {
  float32Tensor,
  hubFiles,
  readSafetensors,
  requireTensor,
  type StoredTensor,
  toFloat32,
  writeSafetensors,
} from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { Model } from '@alignclip/training';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Comparison } from './compare';
import type { HubCase } from './hub-cases';
import { furthest, theirFeatures, type Features } from './our-features';
import { reference } from './python';

/** transformers saves models, we read them; then we write them and transformers reads them without a missing weight. */
export async function compareHub(python: string, cases: readonly HubCase[]): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-hub-'));
  try {
    const versions = reference('transformers', python, 'make', folder, cases);
    const comparisons: Comparison[] = [];
    for (const one of cases) {
      const [ours, theirs] = [await readAndWrite(folder, one), await theirFeatures(folder, one.name)];
      comparisons.push({ name: one.name, direction: 'import', versions, ...difference(ours, theirs) });
    }
    reference(
      'transformers',
      python,
      'load',
      folder,
      cases.map(({ name, model }) => ({ name: `${name}-back`, model })),
    );
    for (const { name } of cases) {
      const [again, theirs] = [await theirFeatures(folder, `${name}-back`), await theirFeatures(folder, name)];
      comparisons.push({ name, direction: 'export', versions, ...difference(again, theirs) });
    }
    return comparisons;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const difference = (a: Features, b: Features) => ({
  image: furthest(a.image, b.image),
  text: furthest(a.text, b.text),
});

/** Our features of a folder that transformers wrote; writes it again to `<name>-back`. */
async function readAndWrite(folder: string, { name, model: kind }: HubCase): Promise<Features> {
  const tokenizer = join(folder, `${name}.tokenizer.json`);
  writeFileSync(tokenizer, JSON.stringify(hubTokenizer(kind === 'CLIPModel' ? 'clip' : 'siglip')));
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ pad_token: '</s>' }));
  const opened = await openModelFile(join(folder, name), { dataset: shapes(), tokenizer });
  const inputs = await readSafetensors(join(folder, `${name}.inputs.safetensors`));
  const images = asClip(requireTensor(inputs, 'image'), kind);
  const features = await featuresOf(opened, images, requireTensor(inputs, 'tokens'));
  const { parameters, hyperParameters } = await exportedModel(opened);
  const { tensors, config } = hubFiles(parameters, hyperParameters!);
  const back = join(folder, `${name}-back`);
  mkdirSync(back);
  await writeSafetensors(join(back, 'model.safetensors'), tensors, { format: 'pt' });
  writeFileSync(join(back, 'config.json'), JSON.stringify(config));
  copyFileSync(join(folder, `${name}.inputs.safetensors`), `${back}.inputs.safetensors`);
  (await opened.run.get(Parameters)).dispose();
  return features;
}

/** Images [N, 3, S, S] as SigLIP's processor gives them, in the normalisation that our towers are given. */
function asClip(images: StoredTensor, kind: HubCase['model']): StoredTensor {
  if (kind === 'CLIPModel') return images;
  const { mean, std } = clipNormalisation;
  const plane = images.shape[2]! * images.shape[3]!;
  const channel = (i: number) => Math.floor(i / plane) % 3;
  const data = toFloat32(images).map((value, i) => ((value + 1) / 2 - mean[channel(i)]!) / std[channel(i)]!);
  return float32Tensor(images.shape, data);
}

async function featuresOf({ run }: OpenedModel, images: StoredTensor, ids: StoredTensor): Promise<Features> {
  const { imageEncoder, textEncoder } = await run.get(Model);
  return tf.tidy(() => {
    const pixels = tf.tensor4d(toFloat32(images), images.shape as [number, number, number, number]);
    const tokens = tf.tensor2d(toFloat32(ids), ids.shape as [number, number], 'int32');
    return {
      image: Float32Array.from(imageEncoder.embed(tf.transpose(pixels, [0, 2, 3, 1])).dataSync()),
      text: Float32Array.from(textEncoder.embed(tokens).dataSync()),
    };
  });
}
