import { join } from 'node:path';
import type { Matrix } from '@alignclip/core';
import { readSafetensors, requireTensor, toFloat32 } from '@alignclip/formats';

/** Tensors of metrics.safetensors as the metrics take them. */
export interface MetricsTensors {
  readonly names: readonly string[];
  /** All but the last dimension as rows. */
  matrix(name: string): Matrix;
  numbers(name: string): Float32Array;
  shape(name: string): readonly number[];
}

export async function readMetricsTensors(folder: string): Promise<MetricsTensors> {
  const file = await readSafetensors(join(folder, 'metrics.safetensors'));
  const numbers = (name: string) => toFloat32(requireTensor(file, name));
  const shape = (name: string) => requireTensor(file, name).shape;
  return {
    names: [...file.tensors.keys()],
    numbers,
    shape,
    matrix: (name) => {
      const values = numbers(name);
      const columns = shape(name).at(-1) ?? 1;
      return { rows: values.length / columns, columns, values };
    },
  };
}
