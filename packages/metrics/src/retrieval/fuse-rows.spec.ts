import { matrixFromRows } from '../matrix/rows';
import { fuseRows } from './fuse-rows';

const [text, image] = [matrixFromRows([[1, 0]]), matrixFromRows([[0, 1]])];

describe('fuseRows', () => {
  it('is the unit row of the weighted mean', () => {
    const fused = fuseRows(text, image, 0.75);
    expect(fused.values[0]).toBeCloseTo(3 / Math.sqrt(10), 6);
    expect(fused.values[1]).toBeCloseTo(1 / Math.sqrt(10), 6);
    expect([...fuseRows(text, image, 1).values]).toEqual([1, 0]);
  });

  it('refuses opposite rows, a weight outside [0, 1] and rows that are no pairs', () => {
    expect(() => fuseRows(text, matrixFromRows([[-1, 0]]), 0.5)).toThrow('fused documents: row 0 is all zeros');
    expect(() => fuseRows(text, image, 1.5)).toThrow('from 0 to 1');
    expect(() => fuseRows(text, matrixFromRows([image.values, image.values]), 0.5)).toThrow('equal row counts');
  });
});
