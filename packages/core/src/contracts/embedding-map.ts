import type { Modality } from '../modality';
import type { Matrix } from '../tensors';
import { slot } from '../token';

/** What a map learns from: unit rows of a split that no score is computed on. The numbers of rows may differ. */
export interface FitRows {
  readonly image: Matrix; // [N, d]
  readonly text: Matrix; // [M, d]
}

/** Changes rows: [N, d] of one modality to [N, d']. */
export interface RowMap {
  readonly kind: 'rows';
  apply(rows: Matrix, modality: Modality): Matrix;
}

/** Changes similarities: what is taken off the score of each candidate, whoever asks, [N]. */
export interface ScoreMap {
  readonly kind: 'scores';
  penalties(candidates: Matrix, modality: Modality): Float64Array;
}

export type FittedMap = RowMap | ScoreMap;

/** A map on finished embeddings: a remedy that trains nothing. */
export interface EmbeddingMap {
  readonly name: string;
  /** Throws UserError where there are too few rows, or none that differ. */
  fit(rows: FitRows): FittedMap;
}

export const EmbeddingMap = slot<EmbeddingMap>()('maps', { many: true });
