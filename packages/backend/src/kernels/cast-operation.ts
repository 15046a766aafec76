import type { Tensor } from '@alignclip/core';
import { type Attribute, bool, dataType, type EagerBackend } from './eager';

/**
 * An operation of TensorFlow's on inputs that are cast to bfloat16, and its output cast back, so rounded; tfjs knows no
 * such tensors, so that their handles are passed by hand. `attributes` are those without the type, which must be `T`.
 */
export function castOperation(
  native: EagerBackend,
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly Tensor[],
): Tensor {
  const { binding } = native;
  const run = (which: string, given: readonly Attribute[], ids: readonly number[]) =>
    binding.executeOp(which, given, ids, 1)[0]!;
  const low: number[] = [];
  try {
    for (const id of native.getInputTensorIds(inputs)) low.push(run('Cast', cast('float32', 'bfloat16'), [id]).id);
    low.push(run(name, [...attributes, dataType('T', 'bfloat16')], low.slice(0, inputs.length)).id);
    return native.createOutputTensor(run('Cast', cast('bfloat16', 'float32'), low.slice(inputs.length)));
  } finally {
    for (const id of low) binding.deleteTensor(id);
  }
}

const cast = (from: 'float32' | 'bfloat16', to: 'float32' | 'bfloat16'): Attribute[] => [
  dataType('SrcT', from),
  dataType('DstT', to),
  bool('Truncate', false),
];
