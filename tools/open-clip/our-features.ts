import { tf } from '@alignclip/backend';
import { clipNormalisation, Tokenizer, type Tensor2D, type Tensor4D } from '@alignclip/core';
import type { OpenedModel } from '@alignclip/experiment';
import { readSafetensors, requireTensor, type StoredTensor, toFloat32 } from '@alignclip/formats';
import { Model } from '@alignclip/training';
import { join } from 'node:path';
import { captions } from './cases';

export interface Features {
  readonly image: Float32Array; // [N, d]
  readonly text: Float32Array;
}

/** Features of the images in a file of inputs and of the captions, by our towers and our tokenizer; or of ids. */
export async function ourFeatures(
  { run, config }: Pick<OpenedModel, 'run' | 'config'>,
  inputs: StoredTensor,
  tokens?: StoredTensor,
): Promise<Features> {
  const [model, tokenizer] = [await run.get(Model), await run.get(Tokenizer)];
  const { ids, rows, columns } = tokens ? idsOf(tokens) : tokenizer.encode(captions);
  return tf.tidy(() => {
    const given = tf.tensor4d(toFloat32(inputs), inputs.shape as [number, number, number, number]);
    const images = tf.transpose(given, [0, 2, 3, 1]);
    return {
      image: numbers(
        model.imageEncoder.embed(config.imageEncoder.options['pixels'] === 'half' ? asClip(images) : images),
      ),
      text: numbers(model.textEncoder.embed(tf.tensor2d(ids, [rows, columns], 'int32'))),
    };
  });
}

const idsOf = (tokens: StoredTensor) => ({
  ids: Int32Array.from(toFloat32(tokens)),
  rows: tokens.shape[0]!,
  columns: tokens.shape[1]!,
});

/** From pixels normalised with mean and deviation .5 to CLIP's normalisation, which our towers are given. */
function asClip(images: Tensor4D): Tensor4D {
  const { mean, std } = clipNormalisation;
  return tf.div(tf.sub(tf.add(tf.mul(images, 0.5), 0.5), mean), std);
}

/** What open_clip wrote. */
export async function theirFeatures(folder: string, name: string): Promise<Features> {
  const file = await readSafetensors(join(folder, `${name}.features.safetensors`));
  return { image: toFloat32(requireTensor(file, 'image')), text: toFloat32(requireTensor(file, 'text')) };
}

/** The largest difference between two tables of unit rows; infinite where they don't have one size. */
export function furthest(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length || a.length === 0) return Infinity;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

const numbers = (tensor: Tensor2D): Float32Array => Float32Array.from(tensor.dataSync());
