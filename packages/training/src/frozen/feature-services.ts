import type { Dataset, ImageTransform, Json, Modality, RawImage, Tokenizer } from '@alignclip/core';
import type { GroupedRows } from './groups/grouped-rows';

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

/** Features that the trunks have before training changes them. */
export interface StartingFeatures {
  readonly image?: GroupedRows<RawImage> | undefined;
  readonly text?: GroupedRows<string> | undefined;
}
