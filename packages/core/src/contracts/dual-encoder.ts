import type { Matrix } from '../tensors';
import type { Picture } from './dataset';

/** A finished model as evaluators see it; embeddings are unit rows in the shared space. */
export interface DualEncoder {
  /** [pictures, d], with the evaluation transform (resize, centre crop). */
  embedImages(pictures: readonly Picture[]): Promise<Matrix>;
  /** [texts, d] */
  embedTexts(texts: readonly string[]): Promise<Matrix>;
  /** 1/τ */
  readonly logitScale: number;
}
