import { KeptConstants, neverChanging } from './kept-constants';

const [float32, int32] = [1, 3];

/** Counts what is made and deleted; holds the values that it was given. */
class Made {
  readonly alive = new Map<number, unknown>();
  made = 0;
  createTensor(_shape: readonly number[], _dtype: number, values: unknown): number {
    this.alive.set(++this.made, values);
    return this.made;
  }
  deleteTensor(id: number): void {
    expect(this.alive.delete(id)).toBe(true);
  }
}

const setUp = () => {
  const made = new Made();
  return { made, kept: new KeptConstants(made) };
};

describe('KeptConstants', () => {
  it('makes one constant for equal values, shapes and types, and keeps it when its tensors are gone', () => {
    const { made, kept } = setUp();
    const first = kept.createTensor([], float32, new Float32Array([0.5]));
    kept.deleteTensor(first);
    expect(kept.createTensor([], float32, new Float32Array([0.5]))).toBe(first);
    expect(made.made).toBe(1);
  });

  it.each([
    ['a sign of zero', [1], float32, new Float32Array([-0])],
    ['a shape', [1, 1], float32, new Float32Array([0])],
    ['a type', [1], int32, new Int32Array([0])],
    ['a value', [1], float32, new Float32Array([1e-45])],
  ] as const)('tells %s from others', (_, shape, dtype, values) => {
    const { kept } = setUp();
    const zero = kept.createTensor([1], float32, new Float32Array([0]));
    expect(kept.createTensor(shape, dtype, values)).not.toBe(zero);
  });

  it('keeps long ones whose values are equal, or never change, and deletes all others', () => {
    const { made, kept } = setUp();
    const ones = () => new Float32Array(1000).fill(1);
    expect(kept.createTensor([1000], float32, ones())).toBe(kept.createTensor([1000], float32, ones()));
    const mask = neverChanging(Float32Array.from({ length: 100 }, (_, i) => i));
    expect(kept.createTensor([100], float32, mask)).toBe(kept.createTensor([100], float32, mask));
    const other = kept.createTensor([100], float32, mask.slice());
    expect(made.made).toBe(3);
    kept.deleteTensor(other);
    expect(made.alive.size).toBe(2);
  });

  it('copies values that may change', () => {
    const { made, kept } = setUp();
    const values = new Float32Array([1, 2]);
    const id = kept.createTensor([2], float32, values);
    values[0] = 5;
    expect(made.alive.get(id)).toEqual(new Float32Array([1, 2]));
  });

  it('passes on what it does not know', () => {
    const { made, kept } = setUp();
    const text = kept.createTensor([1], 7, [new Uint8Array([65])]);
    expect(made.alive.get(text)).toEqual([new Uint8Array([65])]);
    kept.deleteTensor(text);
    expect(made.alive.size).toBe(0);
  });

  it('lets those go that were not used for longest, but none that a tensor holds', () => {
    const { made, kept } = setUp();
    const number = (value: number) => kept.createTensor([], float32, new Float32Array([value]));
    const held = number(-1);
    for (let i = 0; i < 10_000; i += 1) kept.deleteTensor(number(i));
    expect(made.alive.size).toBeLessThanOrEqual(4097);
    expect(made.alive.has(held)).toBe(true);
    const { made: before } = made;
    kept.deleteTensor(number(9_999));
    expect(made.made).toBe(before);
    kept.deleteTensor(number(0));
    expect(made.made).toBe(before + 1);
  });

  it('gives a tensor in use by two the same constant until both are gone', () => {
    const { made, kept } = setUp();
    const [one, two] = [0, 1].map(() => kept.createTensor([], float32, new Float32Array([3])));
    expect(one).toBe(two);
    kept.deleteTensor(one!);
    for (let i = 0; i < 10_000; i += 1) kept.deleteTensor(kept.createTensor([], float32, new Float32Array([10 + i])));
    expect(made.alive.has(two!)).toBe(true);
  });
});
