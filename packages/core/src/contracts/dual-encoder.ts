import type { Matrix } from '../tensors';
import type { RawImage } from './dataset';

/** A finished model as evaluators see it; embeddings are unit rows in the shared space. */
export interface DualEncoder {
  /** [images, d], with the evaluation transform (resize, centre crop). */
  embedImages(images: readonly RawImage[]): Promise<Matrix>;
  /** [texts, d] */
  embedTexts(texts: readonly string[]): Promise<Matrix>;
  /** What the model sees of a text: equal for texts that it can't tell apart. Default: the text itself. */
  readonly textKey?: ((text: string) => string) | undefined;
  /** 1/τ */
  readonly logitScale: number;
}
