import { tf } from '../tf';
import type { Tensor } from '@alignclip/core';

/** An attribute of an eager operation, as the TensorFlow binding reads it. */
export interface Attribute {
  name: string;
  type: number;
  value: number | boolean | string | readonly number[];
}

/** The TensorFlow backend: runs any registered operation by name. */
export interface EagerBackend {
  readonly isUsingGpuDevice: boolean;
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: readonly Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
  /** What these three do together, for types that tfjs doesn't know; whoever calls them deletes the handles. */
  readonly binding: {
    executeOp(name: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): Handle[];
    deleteTensor(id: number): void;
  };
  /** How many tensors of tfjs stand on one tensor of the binding. */
  refCount(dataId: object): number;
  getInputTensorIds(tensors: readonly Tensor[]): number[];
  /** The tensor of a handle, which it owns. Throws on types that tfjs doesn't know. */
  createOutputTensor(handle: Handle): Tensor;
}

/** A tensor of the binding. */
interface Handle {
  readonly id: number;
}

// TF_AttrType and TF_DataType of tensorflow/c.
const attributeTypes = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const;
const dataTypes = { float32: 1, int32: 3, string: 7, complex64: 8, bool: 10, bfloat16: 14 } as const;

export const string = (name: string, value: string): Attribute => ({ name, type: attributeTypes.string, value });
export const shape = (name: string, value: readonly number[]): Attribute => ({
  name,
  type: attributeTypes.shape,
  value,
});
export const int = (name: string, value: number): Attribute => ({ name, type: attributeTypes.int, value });
export const float = (name: string, value: number): Attribute => ({ name, type: attributeTypes.float, value });
export const bool = (name: string, value: boolean): Attribute => ({ name, type: attributeTypes.bool, value });
export const dataType = (name: string, value: keyof typeof dataTypes): Attribute => ({
  name,
  type: attributeTypes.type,
  value: dataTypes[value],
});

/** The native backend where it is the active one. */
export function eagerBackend(): EagerBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as EagerBackend) : undefined;
}
