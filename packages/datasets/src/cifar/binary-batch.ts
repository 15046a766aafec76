import { UserError } from '@alignclip/core';
import { imageBytes, type CifarBatch } from './cifar-batch';

/** Rows of a label byte (CIFAR-10), or a coarse and a fine one (CIFAR-100), and the image. Throws UserError on other sizes. */
export function binaryBatch(bytes: Buffer, file: string, labels: 1 | 2): CifarBatch {
  const row = labels + imageBytes;
  const count = bytes.length / row;
  if (!Number.isInteger(count) || count === 0) {
    throw new UserError(`${file} has ${bytes.length} bytes, not a multiple of ${row}: cut short, or no batch of CIFAR`);
  }
  const column = (at: number) => Uint8Array.from({ length: count }, (_, i) => bytes[i * row + at]!);
  return {
    fine: column(labels - 1),
    ...(labels === 2 && { coarse: column(0) }),
    count,
    planes: (index) => bytes.subarray(index * row + labels, (index + 1) * row),
  };
}

/** A name a line. */
export const namesInText = (bytes: Buffer): string[] =>
  bytes
    .toString('utf8')
    .split(/\r?\n/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
