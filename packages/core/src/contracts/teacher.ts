import type { Tensor2D } from '../tensors';
import { slot } from '../token';
import type { ReportProgress } from './run';

/** What a teacher gets: the captions of a batch and, if the data set has them, class labels. */
export interface TeacherInput {
  readonly captions: readonly string[];
  /** Class by name of the class set, one entry per caption. */
  readonly labels?: readonly (Readonly<Record<string, string>> | undefined)[];
}

/** Source of S, the semantic similarity that rescales the intra-modality separation (D = 1 - S). */
export interface Teacher {
  readonly name: string;
  /** Called once with every training caption, so that embeddings are computed once and cached. */
  prepare?(captions: readonly string[], report?: ReportProgress): Promise<void>;
  /** S, [N, N], in [-1, 1] with ones on the diagonal. */
  similarity(batch: TeacherInput): Promise<Tensor2D>;
  /** Hash of the files that decide S beside options and code, such as weights; part of the key of a cell that asks for S. */
  fingerprint?(): Promise<string>;
}

export const Teacher = slot<Teacher>()('teacher');
