import type { Matrix } from '@alignclip/core';
import { checkPairs, checkMatrix } from '../matrix/check-matrix';
import { innerProducts } from '../matrix/inner-products';
import type { Weights } from '../gap/weighted';
import { firstOrder } from './first-order';
import { nearest, type Neighbours } from './neighbours';

/** How far images and their texts have the same neighbourhoods (Huh et al. 2024, platonic-rep metrics.py). */
export interface StructuralAgreement {
  /** HSIC(K, L) / √(HSIC(K, K) HSIC(L, L)), K = V Vᵀ, L = T Tᵀ, in [0, 1] (Kornblith et al. 2019). NaN where a modality is one point. */
  readonly linearCKA: number;
  /** The same with the unbiased HSIC of Song et al. 2012, equation 5. NaN below four pairs. */
  readonly unbiasedCKA: number;
  /** unbiasedCKA of the kernels masked by the neighbours that both modalities have in common. */
  readonly CKNNA: number;
  /** Share of common neighbours among k, in [0, 1]. */
  readonly mutualKnn: number;
  /** Share of pairs that are found among the image-neighbours of their text-neighbours. */
  readonly cycleKnn: number;
}

export interface StructureOptions {
  /** Number of neighbours. */
  readonly k?: number;
  /** Added to the denominators; 1e-6 in the official code. */
  readonly epsilon?: number;
}

/** Row i of both is a pair. Memory O(N²). Throws UserError unless rows are pairs and there are k neighbours. */
export function structuralAgreement(image: Matrix, text: Matrix, options: StructureOptions = {}): StructuralAgreement {
  checkPairs(image, text);
  const { k = 10, epsilon = 0 } = options;
  const [ofImage, ofText] = [nearest(image, image, k), nearest(text, text, k)];
  const [K, L] = [gram(image), gram(text)];
  const mutual = mutualNeighbours(image, text, k);
  const masks = [maskOf(ofImage, image.rows), maskOf(ofText, text.rows)] as const;
  const both = masks[0].map((value, at) => value & masks[1][at]!);
  const quotient = (cross: number, first: number, second: number) => cross / (Math.sqrt(first * second) + epsilon);
  const cka = (hsic: typeof biasedHsic) => quotient(hsic(K, L), hsic(K, K), hsic(L, L));
  const self = (kernel: Kernel, mask: Uint8Array) => unbiasedHsic(masked(kernel, mask), masked(kernel, mask));
  return {
    linearCKA: cka(biasedHsic),
    unbiasedCKA: cka(unbiasedHsic),
    CKNNA: quotient(unbiasedHsic(masked(K, both), masked(L, both)), self(K, masks[0]), self(L, masks[1])),
    mutualKnn: total(mutual.common) / image.rows,
    cycleKnn: total(mutual.returns) / image.rows,
  };
}

/** Of each pair, [N]: the share of common neighbours, and whether its text's neighbours lead back to it (0 or 1). */
export function mutualNeighbours(image: Matrix, text: Matrix, k: number): Record<'common' | 'returns', Float64Array> {
  const [first, second] = [nearest(image, image, k), nearest(text, text, k)];
  const of = ({ indices }: Neighbours, i: number) => indices.subarray(i * k, (i + 1) * k);
  const [common, returns] = [new Float64Array(image.rows), new Float64Array(image.rows)];
  for (let i = 0; i < image.rows; i += 1) {
    const own = new Set(of(first, i));
    common[i] = of(second, i).filter((j) => own.has(j)).length / k;
    returns[i] = of(second, i).some((j) => of(first, j).includes(i)) ? 1 : 0;
  }
  return { common, returns };
}

/** Linear CKA of a resampled set to first order, from centred kernels: HSIC(K, L) = Σ K̃_ij L̃_ij. */
export function resampledCKA(image: Matrix, text: Matrix): (weights: Weights) => number {
  const [K, L] = [centred(gram(image)), centred(gram(text))];
  const parts = [hsicRows(K, L), hsicRows(K, K), hsicRows(L, L)] as const;
  const [cross, first, second] = parts.map(total) as [number, number, number];
  const value = cross / Math.sqrt(first * second);
  const influence = parts[0].map(
    (row, i) => value * image.rows * ((2 * row) / cross - parts[1][i]! / first - parts[2][i]! / second),
  );
  return firstOrder(value, influence);
}

/** Σ_j a_ij b_ij, [N] */
const hsicRows = ({ size, values: a }: Kernel, { values: b }: Kernel): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let at = i * size; at < (i + 1) * size; at += 1) sum += a[at]! * b[at]!;
    return sum;
  });

/** H K H of a symmetric kernel. */
function centred({ size, values }: Kernel): Kernel {
  const means = rowSums(values, size).map((sum) => sum / size);
  const all = total(means) / size;
  return { size, values: values.map((value, at) => value - means[Math.floor(at / size)]! - means[at % size]! + all) };
}

/** [N, N] */
interface Kernel {
  readonly size: number;
  readonly values: Float64Array;
}

function gram(matrix: Matrix): Kernel {
  checkMatrix(matrix);
  const size = matrix.rows;
  const values = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) innerProducts(matrix, i, matrix, values.subarray(i * size, (i + 1) * size));
  return { size, values };
}

const masked = ({ size, values }: Kernel, mask: Uint8Array): Kernel => ({
  size,
  values: values.map((value, at) => value * mask[at]!),
});

/** tr(K H L H) */
function biasedHsic({ size, values: a }: Kernel, { values: b }: Kernel): number {
  const [rowsA, rowsB] = [rowSums(a, size), rowSums(b, size)];
  const [totalA, totalB] = [total(rowsA), total(rowsB)];
  let [products, sides] = [0, 0];
  for (let at = 0; at < a.length; at += 1) products += a[at]! * b[at]!;
  for (let i = 0; i < size; i += 1) sides += rowsA[i]! * rowsB[i]!;
  return products - (2 / size) * sides + (totalA * totalB) / size ** 2;
}

/** Song et al. 2012, equation 5; kernels need not be symmetric, and the second one is read transposed, as in the official code. */
function unbiasedHsic({ size, values: a }: Kernel, { values: b }: Kernel): number {
  const [columnsA, rowsB] = [new Float64Array(size), new Float64Array(size)];
  let products = 0;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      if (i === j) continue;
      products += a[i * size + j]! * b[j * size + i]!;
      columnsA[j]! += a[i * size + j]!;
      rowsB[i]! += b[i * size + j]!;
    }
  let chained = 0;
  for (let i = 0; i < size; i += 1) chained += columnsA[i]! * rowsB[i]!;
  const value = products + (total(columnsA) * total(rowsB)) / ((size - 1) * (size - 2)) - (2 * chained) / (size - 2);
  return value / (size * (size - 3));
}

function maskOf({ k, indices }: Neighbours, rows: number): Uint8Array {
  const mask = new Uint8Array(rows * rows);
  indices.forEach((index, at) => (mask[Math.floor(at / k) * rows + index] = 1));
  return mask;
}

const rowSums = (values: Float64Array, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => total(values.subarray(i * size, (i + 1) * size)));

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
