import type { Modality } from '../modality';
import type { Matrix } from '../tensors';
import type { Dataset, KnownImages, RawImage } from './dataset';

/** How a finished model scores candidates for a query, where that isn't the inner product of unit rows. */
export interface Similarity {
  /** `unit`: evaluators give the rows length 1 first. `own`: rows stay as the model embeds them. */
  readonly rows: 'unit' | 'own';
  /** Prepares candidates of one modality once, for any number of queries of any modality. */
  scorer(candidates: Matrix, modality: Modality): Scorer;
}

/** Writes the score of row `query` of `queries` for every candidate, the higher the nearer. [candidates] */
export type Scorer = (queries: Matrix, query: number, into: Float64Array) => Float64Array;

/** Images that a model need not see again, because what its frozen trunk computes of them is kept. */
export interface KeptImages {
  /** What a reading of the data set is given; undefined where it isn't the one that the model was composed with. */
  knownOf(dataset: Dataset): Promise<KnownImages | undefined>;
  /** Base64 SHA-256 of a decoded image, the same for what stands in its place. */
  keyOf(image: RawImage): string;
}

/** A finished model as evaluators see it; embeddings are unit rows in the shared space unless `similarity` says otherwise. */
export interface DualEncoder {
  /** [images, d], with the evaluation transform (resize, centre crop). */
  embedImages(images: readonly RawImage[]): Promise<Matrix>;
  /** [texts, d] */
  embedTexts(texts: readonly string[]): Promise<Matrix>;
  /** What the model sees of a text: equal for texts that it can't tell apart. Default: the text itself. */
  readonly textKey?: ((text: string) => string) | undefined;
  /** Whether it has an embedding of a text; absent where it can embed every text. */
  readonly canEmbed?: ((text: string) => boolean) | undefined;
  /** What ranks and classifies; default: the inner product of unit rows. */
  readonly similarity?: Similarity | undefined;
  /** Absent where every image is needed; what embeds an image changed by an evaluator never asks it. */
  readonly keptImages?: KeptImages | undefined;
  /** 1/τ */
  readonly logitScale: number;
}
