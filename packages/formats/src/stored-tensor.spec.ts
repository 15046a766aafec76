import { elementCount, float32Tensor, toFloat32 } from './stored-tensor';

describe('elementCount', () => {
  it('multiplies, and is NaN where the product is not an exact whole number', () => {
    expect([elementCount([]), elementCount([2, 3]), elementCount([4, 0])]).toEqual([1, 6, 0]);
    for (const shape of [[-1], [0.5], [2 ** 40, 2 ** 40], [NaN]]) expect(elementCount(shape)).toBeNaN();
  });
});

describe('toFloat32', () => {
  it('converts every type and passes floats through', () => {
    expect(toFloat32({ dtype: 'I64', shape: [1], data: new BigInt64Array([-3n]) })).toEqual(new Float32Array([-3]));
    expect(toFloat32({ dtype: 'F64', shape: [1], data: new Float64Array([0.1]) })).toEqual(new Float32Array([0.1]));
    const floats = new Float32Array([1]);
    expect(toFloat32(float32Tensor([1], floats))).toBe(floats);
  });
});
