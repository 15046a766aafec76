import type { Rank, Variable } from '@tensorflow/tfjs-core';

export type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, Variable } from '@tensorflow/tfjs-core';

/** Numbers in row-major order outside the tensor backend. Embedding matrices have one example per row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [rows * columns]
}

/** A trained variable of the rank of its shape. */
export type Parameter<Shape extends readonly number[]> = Variable<
  Shape['length'] extends keyof RankOf ? RankOf[Shape['length']] : Rank
>;

interface RankOf {
  readonly 0: Rank.R0;
  readonly 1: Rank.R1;
  readonly 2: Rank.R2;
  readonly 4: Rank.R4;
}
