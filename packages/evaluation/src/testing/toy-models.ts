import { type DualEncoder, random } from '@alignclip/core';
import { matrixFromRows, unitRows } from '@alignclip/metrics';
import { imageNumber, type ToyItem } from './toy-dataset';

/** A model whose embeddings are given by functions; rows are scaled to length 1. */
export const givenModel = (ofImage: (number: number) => number[], ofText: (text: string) => number[]): DualEncoder => ({
  logitScale: 100,
  embedImages: (images) => Promise.resolve(unitRows(matrixFromRows(images.map((p) => ofImage(imageNumber(p)))))),
  embedTexts: (texts) => Promise.resolve(unitRows(matrixFromRows(texts.map(ofText)))),
});

/** An image and its captions on one point of the sphere, near that of its kind; a prompt on the point of its kind. */
export function perfectModel(items: readonly ToyItem[]): DualEncoder {
  const point = (kind: string, number: number | undefined) => {
    const direction = random('kind', kind);
    const own = random('item', number ?? -1);
    return Array.from({ length: 64 }, () => 2 * direction.normal() + (number === undefined ? 0 : own.normal()));
  };
  const numberOf = new Map(items.flatMap(({ captions }, i) => captions.map((caption) => [caption, i] as const)));
  return givenModel(
    (number) => point(items[number]!.kind ?? '', number),
    (text) => {
      const number = numberOf.get(text);
      return point(number === undefined ? text.split(' ').at(-1)! : (items[number]!.kind ?? ''), number);
    },
  );
}

/** Everything on random points: its scores are chance. */
export function randomModel(seed = 0): DualEncoder {
  const point = (...keys: (string | number)[]) => {
    const stream = random('random-model', seed, ...keys);
    return Array.from({ length: 64 }, () => stream.normal());
  };
  return givenModel(
    (number) => point('image', number),
    (text) => point('text', text),
  );
}
