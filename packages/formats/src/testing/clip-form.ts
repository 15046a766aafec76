import type { BlockSizes } from '../open-clip/forms/blocks';
import type { TextTransformerForm } from '../open-clip/forms/text-transformer';
import type { VisionTransformerForm } from '../open-clip/forms/vision-transformer';
import type { ModelForm, ModelKind } from '../open-clip/model-form';

/** The sizes of a CLIP; everything else of its form is CLIP's own. */
export interface ClipSizes {
  readonly kind: ModelKind;
  readonly embeddingWidth: number;
  readonly image: BlockSizes & { readonly patchSize: number; readonly imageSize: number };
  readonly text: BlockSizes & { readonly contextLength: number; readonly vocabularySize: number };
}

export type ClipForm = ModelForm & { readonly image: VisionTransformerForm; readonly text: TextTransformerForm };

export function clipForm({ kind, embeddingWidth, image, text }: ClipSizes): ClipForm {
  const head = { embeddingWidth, projection: 'linear', projectionBias: false } as const;
  return {
    kind,
    embeddingWidth,
    image: {
      type: 'vision-transformer',
      ...image,
      ...head,
      pooling: 'class-token',
      classToken: true,
      registers: 0,
      normalise: 'pre-norm',
    },
    text: { type: 'text-transformer', ...text, ...head, pooling: 'end', causal: true },
  };
}
