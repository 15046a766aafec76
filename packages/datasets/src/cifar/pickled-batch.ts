import { UserError } from '@alignclip/core';
import { isDict, isList, isTensor, MemoryBudget, numpyGlobals, readPickle, type PickleValue } from '@alignclip/formats';
import { imageBytes, type CifarBatch } from './cifar-batch';

/** A batch as Python's pickle, read as data: nothing in it is run. Throws UserError where it is none. */
export function pickledBatch(bytes: Buffer, file: string): CifarBatch {
  const field = fieldsOf(bytes, file);
  const values = valuesOf(field('data'));
  const fine = numbers(field('labels') ?? field('fine_labels')) ?? [];
  const coarse = numbers(field('coarse_labels'));
  const count = fine.length;
  const isWhole = values.length === count * imageBytes && (coarse?.length ?? count) === count;
  if (count === 0 || !isWhole) {
    throw new UserError(`${file}: no batch of CIFAR: it needs "data", uint8 [N, ${imageBytes}], and N "labels"`);
  }
  return {
    fine,
    ...(coarse && { coarse }),
    count,
    planes: (index) => values.subarray(index * imageBytes, (index + 1) * imageBytes),
  };
}

/** Names of classes. Throws UserError where there are none. */
export function namesInPickle(bytes: Buffer, file: string, field: string): string[] {
  const names = fieldsOf(bytes, file)(field);
  if (isList(names) && names.every((name) => typeof name === 'string')) return names;
  throw new UserError(`${file}: no list of names "${field}"`);
}

function fieldsOf(bytes: Buffer, file: string): (name: string) => PickleValue | undefined {
  const globals = numpyGlobals(file, new MemoryBudget(bytes.length, file));
  const allowed = new Map(globals.map((global) => [global.global, global]));
  const { value } = readPickle(bytes, { name: file, allowed });
  if (!isDict(value)) throw new UserError(`${file}: no dict`);
  return (name) => value.get(name);
}

/** The bytes of an array of them; none of anything else. */
const valuesOf = (value: PickleValue | undefined): Uint8Array =>
  isTensor(value) && value.tensor.data instanceof Uint8Array ? value.tensor.data : new Uint8Array(0);

const numbers = (value: PickleValue | undefined): number[] | undefined =>
  isList(value) && value.every((item) => typeof item === 'number') ? value : undefined;
