import type { BatchNumbers, TransformedImages } from '../batch-numbers';

/** Whether two makers made the same numbers, bit by bit. */
export const isSameBatch = (one: BatchNumbers, other: BatchNumbers): boolean =>
  inWords(one) === inWords(other) &&
  isSame(imagesOf(one), imagesOf(other)) &&
  one.tokens.columns === other.tokens.columns &&
  isSame(
    [one.tokens.ids, ...Object.values(one.labels ?? {})],
    [other.tokens.ids, ...Object.values(other.labels ?? {})],
  );

const inWords = ({ captions, classes, labels = {}, position }: BatchNumbers): string =>
  JSON.stringify([captions, classes, Object.keys(labels), position]);

const imagesOf = ({ images, views }: BatchNumbers): Float32Array[] =>
  [images, ...(views ?? [])].map(({ values }: TransformedImages) => values);

const isSame = (some: readonly ArrayBufferView[], others: readonly ArrayBufferView[]): boolean =>
  some.length === others.length && some.every((one, i) => bytesOf(one).equals(bytesOf(others[i]!)));

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
