import type { Matrix } from '@alignclip/core';
import { remembering } from './remembering';

describe('remembering', () => {
  it('asks once about rows of one content, shape and modality', () => {
    let asked = 0;
    const { penalties } = remembering({
      penalties: ({ rows }) => ((asked += 1), Float64Array.from({ length: rows }, (_, i) => i + asked)),
    });
    const matrix = (rows: number, values: number[]): Matrix => ({
      rows,
      columns: values.length / rows,
      values: Float32Array.from(values),
    });
    const first = penalties(matrix(2, [1, 2, 3, 4]), 'image');
    expect([...first]).toEqual([1, 2]);
    const part = { rows: 2, columns: 2, values: Float32Array.of(9, 1, 2, 3, 4, 9).subarray(1, 5) };
    expect(penalties(part, 'image')).toBe(first);
    const others = [
      penalties(matrix(2, [1, 2, 3, 5]), 'image'),
      penalties(matrix(2, [1, 2, 3, 4]), 'text'),
      penalties(matrix(1, [1, 2, 3, 4]), 'image'),
    ];
    expect(others.map(([value]) => value)).toEqual([2, 3, 4]);
    expect(penalties(matrix(2, [1, 2, 3, 4]), 'image')).toBe(first);
    expect(asked).toBe(4);
  });
});
