import { random, type Dataset, type Tokenizer } from '@alignclip/core';
import { emojiCaptions } from '@alignclip/datasets';
import { bpeTokenizer, isCompact } from '@alignclip/encoders';
import { writeFileSync } from 'node:fs';

/** The embedded data as both sides of `bench:epoch` get it. */
export interface EmbeddedData {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
}

export async function embeddedData(contextLength: number): Promise<EmbeddedData> {
  const dataset = emojiCaptions.make({}, () => undefined);
  return { dataset, tokenizer: await bpeTokenizer.make({ contextLength }, dataset) };
}

/** Writes the training images as raw RGB to a file. Their edge, and a caption for each as an epoch shows them. */
export async function writeImages({ dataset }: EmbeddedData, file: string) {
  const images: Uint8Array[] = [];
  const captions: string[] = [];
  let resolution = 0;
  for await (const example of dataset.examples('train')) {
    const { width, height, mode, data } = example.image;
    if (mode !== 'RGB' || width !== height) throw new Error(`an image of ${width} × ${height} in mode ${mode}`);
    resolution = width;
    images.push(data);
    captions.push(dataset.trainingCaption(example, random(0, 'caption', 0, captions.length)));
  }
  writeFileSync(file, Buffer.concat(images));
  return { resolution, captions };
}

/** For each id of CLIP's vocabulary the one of the tokenizer. */
export function idsOf(tokenizer: Tokenizer): number[] {
  if (!isCompact(tokenizer)) throw new Error('the embedded data have a compact vocabulary');
  return [...tokenizer.idOfClipId];
}
