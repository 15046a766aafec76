import { UserError } from '@alignclip/core';
import { float32Tensor, type StoredTensor, toFloat32 } from '../stored-tensor';

const shapeText = ({ shape }: StoredTensor): string => `[${shape.join(', ')}]`;

/** Tensors of equal shape, one below the other. Throws UserError, with the names, where the shapes differ. */
export function stacked(tensors: readonly StoredTensor[], names: readonly string[]): StoredTensor {
  const [first] = tensors;
  const [rows = 0, ...rest] = first!.shape;
  const other = tensors.findIndex(({ shape }) => shape.join() !== first!.shape.join());
  if (first!.shape.length === 0 || other > 0)
    throw new UserError(
      `parameter "${names[other > 0 ? other : 0]}" has shape ${shapeText(tensors[other > 0 ? other : 0]!)}, "${names[0]}" ${shapeText(first!)}`,
    );
  const values = new Float32Array(tensors.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const tensor of tensors) {
    values.set(toFloat32(tensor), at);
    at += tensor.data.length;
  }
  return float32Tensor([rows * tensors.length, ...rest], values);
}

/** The rows of a tensor in parts of these relative sizes. Throws UserError where they don't divide it. */
export function split(tensor: StoredTensor, name: string, parts: readonly number[]): StoredTensor[] {
  const [rows = 0, ...rest] = tensor.shape;
  const all = parts.reduce((sum, part) => sum + part, 0);
  if (tensor.shape.length === 0 || rows % all !== 0)
    throw new UserError(`parameter "${name}" has shape ${shapeText(tensor)}, expected a multiple of ${all} rows`);
  const values = toFloat32(tensor);
  const row = rows === 0 ? 0 : values.length / rows;
  let at = 0;
  return parts.map((part) => {
    const own = (rows / all) * part;
    const cut = values.slice(at * row, (at + own) * row);
    at += own;
    return float32Tensor([own, ...rest], cut);
  });
}

/** [rows, columns] to [columns, rows]. Throws UserError on another rank. */
export function transposed(tensor: StoredTensor, name: string): StoredTensor {
  const [rows = 0, columns = 0] = tensor.shape;
  if (tensor.shape.length !== 2)
    throw new UserError(`parameter "${name}" has shape ${shapeText(tensor)}, expected 2 dimensions`);
  const [from, to] = [toFloat32(tensor), new Float32Array(rows * columns)];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) to[column * rows + row] = from[row * columns + column]!;
  return float32Tensor([columns, rows], to);
}
