import type { Modality } from '../modality';
import type { Matrix } from '../tensors';
import { slot } from '../token';

/** The linear projections of both towers, [w, d]: features × projection, length 1 after it. */
export interface Projections {
  readonly image: Matrix;
  readonly text: Matrix;
}

/** What a map learns from: unit rows of a split that no score is computed on. The numbers of rows may differ. */
export interface FitRows {
  readonly image: Matrix; // [N, d]
  readonly text: Matrix; // [M, d]
  /** Where the model has them and no map came before. */
  readonly projections?: Projections | undefined;
}

/** Changes rows: [N, d] of one modality to [N, d']. */
export interface RowMap {
  readonly kind: 'rows';
  apply(rows: Matrix, modality: Modality): Matrix;
  /** What a reader must know of this fit, after the name of the map: "changes nothing: …". */
  readonly note?: string | undefined;
  /** [d, d'], where `apply` gives rows × this, with length 1 again: such a map can be folded into a projection. */
  readonly linear?: ((modality: Modality) => Matrix) | undefined;
}

/** Changes similarities: what is taken off the score of each candidate, whoever asks, [N]. */
export interface ScoreMap {
  readonly kind: 'scores';
  penalties(candidates: Matrix, modality: Modality): Float64Array;
}

export type FittedMap = RowMap | ScoreMap;

/** Which rows a map is fitted on. */
export interface FitChoice {
  /** Split of the run's data set; default: train. */
  readonly fitOn?: string | undefined;
  /** At most this many examples of it, from its first on; default: all. */
  readonly fitExamples?: number | undefined;
}

/** A map on finished embeddings: a remedy that trains nothing. */
export interface EmbeddingMap extends FitChoice {
  readonly name: string;
  readonly kind: FittedMap['kind'];
  /** Whether what happens to an item depends on the other items that are scored; its numbers are marked wherever they stand. */
  readonly isTransductive?: boolean | undefined;
  /** Whether rows keep lengths other than 1, which then count in every score. */
  readonly leavesLengths?: boolean | undefined;
  /** Whether it reads the projections of the towers, so that it stands first. */
  readonly needsProjections?: boolean | undefined;
  /** Whether it is made for search within a modality: its numbers across modalities show nothing. */
  readonly isWithinModality?: boolean | undefined;
  /** Throws UserError where there are too few rows, or none that differ. */
  fit(rows: FitRows): FittedMap;
}

export const EmbeddingMap = slot<EmbeddingMap>()('maps', { many: true });

/** The split that a map is fitted on. */
export const fitSplitOf = ({ fitOn = 'train' }: FitChoice): string => fitOn;
