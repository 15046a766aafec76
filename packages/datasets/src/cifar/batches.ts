import { UserError, type RawImage } from '@alignclip/core';
import { isDict, isList, isTensor, MemoryBudget, numpyGlobals, readPickle, type PickleValue } from '@alignclip/formats';

const edge = 32;
/** All red values of an image, then green, then blue. */
export const imageBytes = 3 * edge * edge;

/** Images and labels of a file. */
export interface CifarBatch {
  readonly fine: ArrayLike<number>;
  readonly coarse?: ArrayLike<number>;
  readonly count: number;
  /** The values of image i, [3, 32, 32]. */
  planes(index: number): Uint8Array;
}

export function imageOf(planes: Uint8Array): RawImage {
  const pixels = edge * edge;
  const data = new Uint8Array(imageBytes);
  for (let i = 0; i < pixels; i += 1) {
    for (let channel = 0; channel < 3; channel += 1) data[i * 3 + channel] = planes[channel * pixels + i]!;
  }
  return { width: edge, height: edge, mode: 'RGB', data };
}

/** Rows of a label byte (CIFAR-10), or a coarse and a fine one (CIFAR-100), and the image. Throws UserError on any other size. */
export function binaryBatch(bytes: Buffer, file: string, labels: 1 | 2): CifarBatch {
  const row = labels + imageBytes;
  const count = bytes.length / row;
  if (!Number.isInteger(count) || count === 0) {
    throw new UserError(`${file} has ${bytes.length} bytes, not a multiple of ${row}: cut short, or not a CIFAR batch`);
  }
  const column = (at: number) => Uint8Array.from({ length: count }, (_, i) => bytes[i * row + at]!);
  return {
    fine: column(labels - 1),
    ...(labels === 2 && { coarse: column(0) }),
    count,
    planes: (index) => bytes.subarray(index * row + labels, (index + 1) * row),
  };
}

/** One name per line. */
export const namesInText = (bytes: Buffer): string[] =>
  bytes
    .toString('utf8')
    .split(/\r?\n/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** A batch as a Python pickle, read as data: nothing in it is executed. Throws UserError where it is not a batch. */
export function pickledBatch(bytes: Buffer, file: string): CifarBatch {
  const field = fieldsOf(bytes, file);
  const values = valuesOf(field('data'));
  const fine = numbers(field('labels') ?? field('fine_labels')) ?? [];
  const coarse = numbers(field('coarse_labels'));
  const count = fine.length;
  const isWhole = values.length === count * imageBytes && (coarse?.length ?? count) === count;
  if (count === 0 || !isWhole) {
    throw new UserError(`${file}: not a CIFAR batch: it needs "data", uint8 [N, ${imageBytes}], and N "labels"`);
  }
  return {
    fine,
    ...(coarse && { coarse }),
    count,
    planes: (index) => values.subarray(index * imageBytes, (index + 1) * imageBytes),
  };
}

/** Class names. Throws UserError where there is no such list. */
export function namesInPickle(bytes: Buffer, file: string, field: string): string[] {
  const names = fieldsOf(bytes, file)(field);
  if (isList(names) && names.every((name) => typeof name === 'string')) return names;
  throw new UserError(`${file}: no list of names "${field}"`);
}

function fieldsOf(bytes: Buffer, file: string): (name: string) => PickleValue | undefined {
  const globals = numpyGlobals(file, new MemoryBudget(bytes.length, file));
  const allowed = new Map(globals.map((global) => [global.global, global]));
  const { value } = readPickle(bytes, { name: file, allowed });
  if (!isDict(value)) throw new UserError(`${file}: not a dict`);
  return (name) => value.get(name);
}

/** The bytes of an array of bytes; no bytes for any other value. */
const valuesOf = (value: PickleValue | undefined): Uint8Array =>
  isTensor(value) && value.tensor.data instanceof Uint8Array ? value.tensor.data : new Uint8Array(0);

const numbers = (value: PickleValue | undefined): number[] | undefined =>
  isList(value) && value.every((item) => typeof item === 'number') ? value : undefined;
