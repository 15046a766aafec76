import type { Modality } from '../modality';
import type { Tensor2D } from '../tensors';
import { slot } from '../token';
import type { TrainingPass } from './encoder';

/**
 * What stands between the features of both towers and the shared space, in place of the towers' own projections. It asks
 * the sharing strategy for the address of each of its parameters, for each modality: `head/adapter/{kernel,bias}`,
 * `head/blocks/<i>/…`, `head/post-norm/{scale,bias}`, `head/projection/{kernel,bias}`.
 */
export interface Head {
  /** d */
  readonly embeddingWidth: number;
  /** Features of that modality's tower to unit rows, [N, w] → [N, d]. */
  embed(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D;
  /** The same before L2-normalisation, which alone is between the two, for loss terms that ask for raw rows. */
  project?(features: Tensor2D, modality: Modality, pass?: TrainingPass): Tensor2D;
}

export const Head = slot<Head>()('head');
