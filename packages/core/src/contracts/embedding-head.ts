import type { LossDraws } from '../loss-draws';
import type { Modality } from '../modality';
import type { Tensor2D } from '../tensors';
import { slot } from '../token';
import type { Similarity } from './dual-encoder';
import type { TrainingPass } from './encoder';

/** The rows of both modalities, [N, d] each; row i of both is a pair. */
export type PairedRows = Readonly<Record<Modality, Tensor2D>>;

/**
 * What stands between the towers' rows and whoever compares them: losses in training, evaluators afterwards. Its
 * parameters and state are at addresses `embedding-head/…`.
 */
export interface EmbeddingHead {
  /** Which rows `embed` takes: those before L2-normalisation, or unit rows (the default). */
  readonly takes?: 'raw' | 'unit';
  /** d of its parameters, where it has any. */
  readonly width?: number;
  /** Whether training normalises by statistics of the batch. */
  readonly usesBatchStatistics?: boolean;
  /** How its rows compare, where that isn't the inner product of unit rows. */
  readonly similarity?: RowSimilarity;
  /** The rows of one modality, [N, d] → [N, d], in training and evaluation; unit rows unless `similarity` says otherwise. */
  embed?(rows: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D;
  /** Both modalities, in steps of the training only; unit rows in. */
  readonly join?: (rows: PairedRows, draws: LossDraws) => PairedRows;
}

/** A similarity that losses can differentiate. */
export interface RowSimilarity extends Similarity {
  /** The scores of every row of one with every row of the other, [N, d] and [M, d] → [N, M]. */
  readonly between: (x: Tensor2D, y: Tensor2D) => Tensor2D;
}

export const EmbeddingHead = slot<EmbeddingHead>()('embeddingHead');
