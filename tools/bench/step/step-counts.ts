import { tf } from '@alignclip/backend';
import { ourStep } from './our-step';
import type { StepTask } from './task';

/** What one training step asks of TensorFlow. */
export interface StepCounts {
  /** Operations by name. */
  readonly operations: Readonly<Record<string, number>>;
  readonly total: number;
  /** Tensors of float32 made from JavaScript: on a GPU each is a copy to its memory. Those of the batch don't count. */
  readonly uploads: number;
  /** Tensors of int32 made from JavaScript, which stay in the memory of the host. */
  readonly hostTensors: number;
  /** Tensors read back, before the end of `optimizer.apply` and after it: on a GPU each waits for what is queued. */
  readonly readsBeforeUpdate: number;
  readonly readsAfterUpdate: number;
}

interface Binding {
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  executeOp(name: string, ...rest: unknown[]): unknown;
  tensorDataSync(id: number): unknown;
  readonly keptConstants: { inner: Pick<Binding, 'createTensor' | 'deleteTensor'> };
}

const int32 = 3; // TF_DataType

/** Counts the last of `steps` steps on the task's batches, the earlier of which make what is kept. Native TensorFlow only. */
export async function countStep(task: StepTask, steps = 3): Promise<StepCounts> {
  const counts = {
    operations: {} as Record<string, number>,
    uploads: 0,
    hostTensors: 0,
    reads: 0,
    readsBeforeUpdate: 0,
  };
  const { step } = await ourStep(task, () => (counts.readsBeforeUpdate = counts.reads));
  for (let done = 1; done < steps * task.batches.length; done++) step();
  counted(counts, step);
  const { operations, uploads, hostTensors, reads, readsBeforeUpdate } = counts;
  const total = Object.values(operations).reduce((sum, calls) => sum + calls, 0);
  return { operations, total, uploads, hostTensors, readsBeforeUpdate, readsAfterUpdate: reads - readsBeforeUpdate };
}

function counted(
  counts: { operations: Record<string, number>; uploads: number; hostTensors: number; reads: number },
  work: () => void,
): void {
  const backend = tf.backend() as unknown as { binding: Binding };
  const original = backend.binding;
  const { inner } = original.keptConstants;
  const { keptConstants } = original;
  keptConstants.inner = {
    createTensor: (shape, dtype, values) => {
      counts[dtype === int32 ? 'hostTensors' : 'uploads'] += 1;
      return inner.createTensor(shape, dtype, values);
    },
    deleteTensor: (id) => inner.deleteTensor(id),
  };
  const executeOp = (name: string, ...rest: unknown[]): unknown => {
    counts.operations[name] = (counts.operations[name] ?? 0) + 1;
    return original.executeOp(name, ...rest);
  };
  const tensorDataSync = (id: number): unknown => {
    counts.reads += 1;
    return original.tensorDataSync(id);
  };
  backend.binding = Object.create(original, {
    executeOp: { value: executeOp },
    tensorDataSync: { value: tensorDataSync },
  }) as Binding;
  try {
    work();
  } finally {
    backend.binding = original;
    keptConstants.inner = inner;
  }
}
