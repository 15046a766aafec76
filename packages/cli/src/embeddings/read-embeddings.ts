import { type Matrix, unknownName, UserError } from '@alignclip/core';
import { readNpy, readNpz, readSafetensors, type StoredTensor, toFloat32, withFile } from '@alignclip/formats';
import { checkMatrix, unitRows } from '@alignclip/metrics';

const floats: ReadonlySet<string> = new Set(['F64', 'F32', 'F16', 'BF16']);

/**
 * Embeddings of a .safetensors, .npy or .npz file (detected by content) as unit rows [N, d]. The tensor is `name`, or the
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
  checkMatrix(matrix, where);
  return unitRows(matrix, where);
}

type Tensors = ReadonlyMap<string, StoredTensor>;

async function readTensors(path: string): Promise<Tensors> {
  const start = await withFile(path, async ({ size, read }) => read(0, Math.min(4, size)));
  if (start[0] === 0x93) return new Map([['', await readNpy(path)]]);
  if (start[0] === 0x50 && start[1] === 0x4b) return readNpz(path);
  return (await readSafetensors(path)).tensors;
}

function choose(tensors: Tensors, wanted: string | undefined, usual: string, path: string): [string, StoredTensor] {
  const names = [...tensors.keys()];
  if (names.length === 0) throw new UserError(`${path}: contains no tensor`);
  if (wanted !== undefined && names[0] === '') throw new UserError(`${path}: an .npy file has no tensor names`);
  const name = wanted ?? (names.length === 1 ? names[0]! : usual);
  const tensor = tensors.get(name);
  if (tensor) return [name, tensor];
  if (wanted !== undefined) throw unknownName(`tensor of ${path}`, wanted, names);
  throw new UserError(
    `${path}: contains ${names.length} tensors (${names.slice(0, 8).join(', ')}); choose one with --${usual}-tensor <name>`,
  );
}
