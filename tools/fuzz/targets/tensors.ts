import type { Random } from '@alignclip/core';
import {
  float32Tensor,
  formatSafetensors,
  inspectSafetensors,
  parseNpy,
  readCheckpointFile,
  readNpz,
  readPickle,
  readSafetensors,
  readTorchCheckpoint,
  type StoredTensor,
  writeTorchCheckpoint,
} from '@alignclip/formats';
import { dict, madeLegacyCheckpoint, madeZip, pickle, storage, tensor, text } from '@alignclip/formats/testing';
import { chosen, happens } from '../inputs/draw';
import { mutateJson } from '../inputs/mutate-json';
import { madeFile } from './places';
import { mutationsOf, assure, type Target } from '../target';

export const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i / 3);

export const tensors = new Map<string, StoredTensor>([
  ['image', float32Tensor([3, 4], numbers(12))],
  ['text', float32Tensor([3, 4], numbers(12))],
  ['half', { dtype: 'F16', shape: [2], data: Float32Array.of(1, 2) }],
  ['whole', { dtype: 'I64', shape: [2], data: BigInt64Array.of(1n, -1n) }],
  ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
  ['none', float32Tensor([0, 4], numbers(0))],
  ['scalar', float32Tensor([], numbers(1))],
] as [string, StoredTensor][]);

export const checkAll = (found: ReadonlyMap<string, StoredTensor>): void => {
  for (const [name, { shape, data }] of found) {
    assure(
      shape.every((size) => Number.isInteger(size) && size >= 0),
      `${name}: shape ${String(shape)}`,
    );
    assure(shape.reduce((a, b) => a * b, 1) === data.length, `${name}: ${data.length} numbers for ${String(shape)}`);
  }
};

const safetensors = (): Buffer => formatSafetensors(tensors, { format: 'pt' });

/** A sound file with one thing in its header changed. */
export function otherHeader(random: Random): Buffer {
  const bytes = safetensors();
  const length = Number(bytes.readBigUInt64LE());
  const header = Buffer.from(mutateJson(random, JSON.parse(bytes.toString('utf8', 8, 8 + length))));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([size, header, bytes.subarray(8 + length)]);
}

function npy(type: string, shape: string, bytes: Uint8Array, version = 1): Buffer {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117) + '\n';
  const length = version === 1 ? Buffer.alloc(2) : Buffer.alloc(4);
  length.writeUInt16LE(header.length);
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY'),
    Buffer.of(version, 0),
    length,
    Buffer.from(header),
    bytes,
  ]);
}

const float = Buffer.from(numbers(12).buffer);
const arrays = () => [
  npy('<f4', '3, 4', float),
  npy('>f8', '2, 3', float),
  npy('|u1', '48,', float),
  npy('<f2', '24,', float, 2),
  npy('<i8', '6,', float, 3),
];
const npyInput = mutationsOf(arrays);

const zipped = (
  content: Uint8Array,
  random: Random,
  name: string,
  more: readonly { name: string; content: Uint8Array }[] = [],
): Buffer => {
  const deflate = happens(random, 0.5);
  const declaredSize = happens(random, 0.1) ? chosen(random, [0, 1, 2 ** 31, 2 ** 32 - 2]) : undefined;
  return madeZip([{ name, content, deflate, ...(declaredSize !== undefined && { declaredSize }) }, ...more]);
};

const npz = mutationsOf(
  () => [madeZip(arrays().map((content, i) => ({ name: `a${i}.npy`, content, deflate: i % 2 === 0 })))],
  {
    others: [async (random) => zipped(await npyInput(random), random, 'image.npy')],
  },
);

const storedNumbers = storage('FloatStorage', '0', 12);
const statePickle = pickle(
  dict(text('w'), tensor(storedNumbers, 0, [3, 4], [4, 1]), text('b'), tensor(storedNumbers, 4, [4], [1])),
);
const pickles = mutationsOf(() => [statePickle, pickle(dict(text('a'), text('b')))]);

const torchFile = () => madeFile('x.pt', (path) => writeTorchCheckpoint(path, tensors, { epoch: 3, name: 'x' }));

const torchZip = mutationsOf(async () => [await torchFile()], {
  others: [
    async (random) =>
      zipped(await pickles(random), random, 'archive/data.pkl', [
        { name: 'archive/data/0', content: float },
        { name: 'archive/version', content: Buffer.from('3\n') },
      ]),
  ],
});

const legacy = mutationsOf(() => [madeLegacyCheckpoint(statePickle, float)], {
  others: [async (random) => madeLegacyCheckpoint(await pickles(random), float)],
});

const readTorch = async (path: string): Promise<void> => {
  await readTorchCheckpoint(path);
  checkAll((await readCheckpointFile(path)).tensors);
};

export const tensorTargets: readonly Target[] = [
  {
    name: 'safetensors',
    file: 'x.safetensors',
    weight: 2,
    make: mutationsOf(() => [safetensors()], { others: [otherHeader] }),
    read: async (path) => {
      checkAll((await readSafetensors(path)).tensors);
      await inspectSafetensors(path);
    },
  },
  {
    name: 'npy',
    file: 'x.npy',
    make: npyInput,
    read: (path, bytes) => checkAll(new Map([['', parseNpy(bytes, path)]])),
  },
  { name: 'npz', file: 'x.npz', make: npz, read: async (path) => checkAll(await readNpz(path)) },
  { name: 'torch-zip', file: 'x.pt', weight: 2, make: torchZip, read: readTorch },
  { name: 'torch-legacy', file: 'x.pth', weight: 2, make: legacy, read: readTorch },
  {
    name: 'pickle',
    file: 'x.pkl',
    make: pickles,
    read: (path, bytes) => readPickle(bytes, { name: path, allowed: new Map(), persistent: () => null }),
  },
];
