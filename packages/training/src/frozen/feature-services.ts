import type { Dataset, ImageTransform, Json, Modality, Tokenizer } from '@alignclip/core';

/** What features are computed from, beside the model. */
export interface FeatureServices {
  readonly transform: ImageTransform;
  readonly tokenizer: Tokenizer;
  /** Names the code that reads the data; without it images of files are decoded in every process. */
  readonly codeOfData?: (() => Json) | undefined;
  /** The data that a finished model is evaluated on, whose images need not be decoded once their rows are kept. */
  readonly evaluated?: (() => Promise<Dataset>) | undefined;
  /** Names options and code of a trunk and of what stands before it; without it rows are kept in memory only. */
  readonly codeOf?: ((modality: Modality) => Json) | undefined;
}
