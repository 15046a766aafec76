import type { Matrix } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import type { Neighbours } from './neighbours';

/** A kernel that is zero but for some columns of each row. */
interface Sparse {
  readonly columns: readonly (readonly number[])[];
  readonly matrix: Matrix;
}

/**
 * Unbiased linear CKA of the kernels masked by the neighbours that both modalities have in common, the denominator by the
 * neighbours of one (Huh et al. 2024). `epsilon` is added to the denominator. NaN below four pairs. Memory N · k.
 */
export function cknna(image: Matrix, text: Matrix, ofImage: Neighbours, ofText: Neighbours, epsilon = 0): number {
  const [images, texts] = [lists(ofImage), lists(ofText)];
  const both = images.map((own, i) => own.filter((j) => texts[i]!.includes(j)));
  const self = (kernel: Sparse) => unbiasedHsic(kernel, kernel);
  const cross = unbiasedHsic({ columns: both, matrix: image }, { columns: both, matrix: text });
  const parts = self({ columns: images, matrix: image }) * self({ columns: texts, matrix: text });
  return cross / (Math.sqrt(parts) + epsilon);
}

const lists = ({ indices, k }: Neighbours): number[][] =>
  Array.from({ length: indices.length / k }, (_, i) => [...indices.subarray(i * k, (i + 1) * k)].sort((a, b) => a - b));

/** Song et al. 2012, equation 5; kernels need not be symmetric, and the second one is read transposed, as in the official code. */
function unbiasedHsic(a: Sparse, b: Sparse): number {
  const n = a.columns.length;
  const columnsA = new Float64Array(n);
  let [products, totalA, totalB, chained] = [0, 0, 0, 0];
  for (const [i, columns] of a.columns.entries())
    for (const j of columns) {
      const value = innerProduct(a.matrix, i, a.matrix, j);
      if (b.columns[j]!.includes(i)) products += value * innerProduct(b.matrix, j, b.matrix, i);
      columnsA[j]! += value;
      totalA += value;
    }
  for (const [i, columns] of b.columns.entries())
    for (const j of columns) {
      const value = innerProduct(b.matrix, i, b.matrix, j);
      chained += columnsA[i]! * value;
      totalB += value;
    }
  const value = products + (totalA * totalB) / ((n - 1) * (n - 2)) - (2 * chained) / (n - 2);
  return value / (n * (n - 3));
}
