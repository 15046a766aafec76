import type { Spec } from '@alignclip/core';
import { CorruptError, isCorrupt, storedItems } from '@alignclip/datasets';
import { openDataset, Registry } from '@alignclip/experiment';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assure, type Target } from '../target';
import { faultOfMessage, faultOfOutput } from '../watch';
import { checkImage } from './images';
import { fixture } from './places';
import { silently } from './silently';

const registry = new Registry();

/** Reads every item and example of every split. */
export async function readDataset(spec: Spec<'dataset'>): Promise<void> {
  let said = '';
  try {
    await silently(
      () => readAll(spec),
      (text) => (said += text),
    );
  } finally {
    const fault = faultOfOutput(said);
    assure(fault === undefined, `standard error: ${fault}`);
  }
}

async function readAll(spec: Spec<'dataset'>): Promise<void> {
  const dataset = await openDataset(registry, spec);
  for (const split of dataset.splits) {
    for await (const item of storedItems(dataset, split)) {
      const fault = isCorrupt(item) ? faultOfMessage(`${item.damaged}: ${item.reason}`) : undefined;
      assure(fault === undefined, `a reason that can't be shown: ${fault}`);
      if (!isCorrupt(item)) await item.load().catch(orCorrupt);
    }
    for await (const { id, captions, image } of dataset.examples(split)) {
      assure(captions.length > 0 && captions.every((caption) => caption.trim() !== ''), `no captions: ${id}`);
      checkImage(image);
    }
  }
  await dataset.fingerprint();
}

function orCorrupt(error: unknown): void {
  if (!(error instanceof CorruptError)) throw error;
}

/** Five images in the folder's `images`. */
export function writeImages(folder: string): void {
  for (const i of [0, 1, 2, 3, 4]) writeBelow(folder, `images/${i}.png`, fixture(`flickr/images/${i}.png`));
}

export function writeBelow(folder: string, name: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** The data set that a file describes, with the folder of images beside it; most of it may be corrupt. */
type Reading = (given: { files: string; images: string; maxCorruptShare: number }) => Spec<'dataset'>;

export const ofDataset = (name: string, file: string, make: Target['make'], spec: Reading): Target => ({
  name,
  file,
  make,
  prepare: writeImages,
  read: (path) => readDataset(spec({ files: path, images: join(dirname(path), 'images'), maxCorruptShare: 0.8 })),
});
