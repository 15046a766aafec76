import type { Tensor } from '@alignclip/core';
import { tf } from '../tf';
import { type Attribute, bool, dataType, type EagerBackend, eagerBackend, shape, string } from './eager';

let made = 0;

const type = dataType('dtype', 'float32');

/**
 * A variable of TensorFlow's, which its operations change in place. Tensors that were read from it keep their values: their
 * memory is copied before a change.
 */
export class Resource {
  private constructor(
    private readonly native: EagerBackend,
    private readonly id: number,
  ) {}

  /** With its first value. Only on native TensorFlow. */
  static of(start: Tensor): Resource {
    const native = eagerBackend()!;
    const name = [string('container', ''), string('shared_name', `alignclip-${++made}`)];
    const [handle] = native.binding.executeOp('VarHandleOp', [type, shape('shape', start.shape), ...name], [], 1);
    const resource = new Resource(native, handle!.id);
    resource.assign(start);
    return resource;
  }

  assign(value: Tensor): void {
    this.change('AssignVariableOp', [type], [], [value]);
  }

  read(): Tensor {
    const [handle] = this.native.binding.executeOp('ReadVariableOp', [type], [this.id], 1);
    return this.native.createOutputTensor(handle!);
  }

  /** v ← v − share · x */
  subtract(x: Tensor, share: number): void {
    const attributes = [dataType('T', 'float32'), bool('use_locking', false)];
    this.change('ResourceApplyGradientDescent', attributes, [], [tf.scalar(share), x]);
  }

  /** Runs an operation without a result on this and other resources, then tensors. */
  change(
    name: string,
    attributes: readonly Attribute[],
    others: readonly Resource[],
    tensors: readonly Tensor[],
  ): void {
    const ids = [this.id, ...others.map(({ id }) => id), ...this.native.getInputTensorIds(tensors)];
    this.native.binding.executeOp(name, attributes, ids, 0);
  }

  destroy(): void {
    this.native.binding.executeOp('DestroyResourceOp', [bool('ignore_lookup_error', true)], [this.id], 0);
    this.native.binding.deleteTensor(this.id);
  }
}
