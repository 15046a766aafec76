import type { Tensor } from '@alignclip/core';
import { describeWhere, itWhere } from '@alignclip/core/testing';
import { hasTensorflow, noTensorflow } from './testing/has-add-on';
import { nativeRecord } from './native-record';
import { selectBackend } from './select-backend';
import { tf } from './tf';

interface Binding {
  executeOp(name: string, ...rest: unknown[]): unknown;
  tensorDataSync(id: number): unknown;
}

/** The operations and reads that `work` asks TensorFlow for. */
function asked(work: () => void): string[] {
  const backend = tf.backend() as unknown as { binding: Binding };
  const original = backend.binding;
  const seen: string[] = [];
  const note = (name: 'executeOp' | 'tensorDataSync', label?: string) => ({
    value: (first: string & number, ...rest: unknown[]) => {
      seen.push(label ?? first);
      return (original[name] as (...given: unknown[]) => unknown)(first, ...rest);
    },
  });
  backend.binding = Object.create(original, {
    executeOp: note('executeOp'),
    tensorDataSync: note('tensorDataSync', 'read'),
  }) as Binding;
  try {
    tf.tidy(() => {
      work();
    });
  } finally {
    backend.binding = original;
  }
  return seen;
}

const numbers = (x: Tensor): number[] => [...x.dataSync()];

describeWhere(hasTensorflow(), noTensorflow, 'kernels of TensorFlow', () => {
  beforeAll(() => selectBackend());

  it('clones where neither shape nor type changes, and leaves no tensor behind', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const before = tf.memory().numTensors;
    expect(asked(() => tf.cast(tf.reshape(x, [2, 2]), 'float32'))).toEqual([]);
    expect(asked(() => tf.cast(tf.reshape(x, [4]), 'int32'))).toEqual(['Reshape', 'Cast']);
    expect(tf.memory().numTensors).toBe(before);
    const [same, flat] = [tf.reshape(x, [2, 2]), tf.reshape(x, [4])];
    x.dispose();
    expect([same.shape, numbers(same), flat.shape, numbers(flat)]).toEqual([[2, 2], [1, 2, 3, 4], [4], [1, 2, 3, 4]]);
    tf.dispose([same, flat]);
  });

  it('gathers without reading indices back, along any axis, and its gradient adds repeats', () => {
    const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
    const places = tf.tensor1d([2, 0, 2], 'int32');
    numbers(places); // from here on they are TensorFlow's
    expect(asked(() => tf.gather(x, tf.add(places, tf.scalar(0, 'int32')), 1)).includes('read')).toBe(false);
    tf.tidy(() => {
      const gathered = tf.gather(x, places, 1);
      expect([gathered.shape, numbers(gathered)]).toEqual([
        [2, 3],
        [3, 1, 3, 6, 4, 6],
      ]);
      expect(numbers(tf.grad((given: Tensor) => tf.sum(tf.gather(given, places, 1)))(x))).toEqual([1, 0, 2, 1, 0, 2]);
    });
    tf.dispose([x, places]);
  });

  itWhere(
    !nativeRecord()?.tensorflow?.gpu,
    'on a GPU TensorFlow gives zeros',
    'refuses an index outside the rows',
    () => {
      expect(() => tf.tidy(() => tf.gather(tf.ones([3, 2]), tf.tensor1d([3], 'int32')))).toThrow('not in [0, 3)');
    },
  );
});
