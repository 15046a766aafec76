import { type Matrix, unknownName, UserError } from '@alignclip/core';
import {
  isDict,
  isList,
  isSafetensors,
  isTensor,
  readNpy,
  readNpz,
  readSafetensors,
  readTorchCheckpoint,
  type StoredTensor,
  tensorsOf,
  toFloat32,
  type TorchValue,
  withFile,
  withZip,
} from '@alignclip/formats';
import { checkMatrix, unitRows } from '@alignclip/metrics';

const floats: ReadonlySet<string> = new Set(['F64', 'F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2']);

/**
 * Embeddings of a .safetensors, .npy, .npz or .pt file (detected by content) as unit rows [N, d]. The tensor is `name`, or the
 * only one, or the one called `usual`. Throws UserError, naming file and row, for anything but a matrix of floats
 * without zero rows.
 */
export async function readEmbeddings(path: string, name: string | undefined, usual: string): Promise<Matrix> {
  const tensors = await readTensors(path);
  const [chosen, tensor] = choose(tensors, name, usual, path);
  const where = tensors.size > 1 ? `${path}: ${chosen}` : path;
  const [rows, columns, ...more] = tensor.shape;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw new UserError(`${where}: shape [${tensor.shape.join(', ')}]; embeddings have the shape [N, d]`);
  }
  if (!floats.has(tensor.dtype)) {
    throw new UserError(`${where}: type ${tensor.dtype}; embeddings have one of the types ${[...floats].join(', ')}`);
  }
  const matrix = { rows, columns, values: toFloat32(tensor) };
  checkRange(tensor, matrix, where);
  checkMatrix(matrix, where);
  return unitRows(matrix, where);
}

const readable = 'embeddings are read from .safetensors, .npy, .npz and .pt (torch.save) files';

/** Throws UserError on a finite number that is infinite in float32, or a row that is zero only there. */
function checkRange({ data }: StoredTensor, { rows, columns, values }: Matrix, where: string): void {
  if (!(data instanceof Float64Array)) return;
  for (let row = 0; row < rows; row += 1) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const least = values.subarray(row * columns, (row + 1) * columns);
    const lost = own.find((value, k) => Number.isFinite(value) && !Number.isFinite(least[k]));
    const small = least.every((value) => value === 0) ? own.find((value) => value !== 0) : undefined;
    const value = lost ?? small;
    if (value === undefined) continue;
    throw new UserError(
      `${where}: row ${row} holds ${value}, out of the range of float32 (1.2e-38 to 3.4e38); scale the rows to length 1 first`,
    );
  }
}

type Tensors = ReadonlyMap<string, StoredTensor>;

async function readTensors(path: string): Promise<Tensors> {
  const [start, bytes] = await withFile(path, async ({ size, read }) => [await read(0, Math.min(9, size)), size]);
  if (bytes === 0) throw new UserError(`${path}: empty (0 bytes), and so not a file of tensors; ${readable}`);
  if (isSafetensors(start)) return (await readSafetensors(path)).tensors;
  if (start[0] === 0x93) return new Map([['', await readNpy(path)]]);
  if (start[0] === 0x80) return torchTensors(await readTorchCheckpoint(path), path);
  if (start[0] !== 0x50 || start[1] !== 0x4b) throw new UserError(`${path}: not a file of tensors; ${readable}`);
  const names = await withZip(path, bytes, async (zip) => zip.names);
  return names.some((name) => name.endsWith('/data.pkl'))
    ? torchTensors(await readTorchCheckpoint(path), path)
    : readNpz(path);
}

/** A tensor that was saved alone, or the tensors of a dict or a list. */
function torchTensors(value: TorchValue, path: string): Tensors {
  if (isTensor(value)) return new Map([['', value.tensor]]);
  const dict = isList(value) ? new Map(value.map((one, i) => [String(i), one])) : value;
  if (isDict(dict)) return tensorsOf(dict)!;
  throw new UserError(`${path}: holds no tensor, and no dict or list of tensors`);
}

function choose(tensors: Tensors, wanted: string | undefined, usual: string, path: string): [string, StoredTensor] {
  const names = [...tensors.keys()];
  if (names.length === 0) throw new UserError(`${path}: contains no tensor`);
  if (wanted !== undefined && names[0] === '') throw new UserError(`${path}: holds a single tensor, which has no name`);
  const name = wanted ?? (names.length === 1 ? names[0]! : usual);
  const tensor = tensors.get(name);
  if (tensor) return [name, tensor];
  if (wanted !== undefined) throw unknownName(`tensor of ${path}`, wanted, names);
  throw new UserError(
    `${path}: contains ${names.length} tensors (${names.slice(0, 8).join(', ')}); choose one with --${usual}-tensor <name>`,
  );
}
