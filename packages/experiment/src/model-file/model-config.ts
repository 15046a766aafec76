import { bpeTokenizer, textTransformer, visionTransformer } from '@alignclip/encoders';
import type { ModelSize } from '@alignclip/formats';
import { separate, shared } from '@alignclip/sharing';
import type { RunConfig } from '../run-config';
import type { Untold } from './untold';

/** The slots that say what a model is; the rest of a run says how it is trained and judged. */
export type ModelConfig = Pick<RunConfig, 'imageEncoder' | 'textEncoder' | 'tokenizer' | 'sharing'>;

/** The components of a CLIP or SharedCLIP of this size. Throws UserError where heads don't divide a width. */
export function modelConfig(
  { kind, image, text, embeddingWidth }: ModelSize,
  { imageHeads, textHeads, activation }: Untold,
): ModelConfig {
  const { patchSize, imageSize } = image;
  const common = { embeddingWidth, activation } as const;
  return {
    imageEncoder: visionTransformer({ imageSize, patchSize, ...towerOf(image), heads: imageHeads, ...common }),
    textEncoder: textTransformer({ ...towerOf(text), heads: textHeads, ...common }),
    tokenizer: bpeTokenizer({ contextLength: text.contextLength, vocabulary: 'full' }),
    sharing: kind === 'clip' ? separate() : shared(),
  };
}

const towerOf = ({ width, layers, mlpRatio }: ModelSize['image' | 'text']) => ({ width, layers, mlpRatio });
