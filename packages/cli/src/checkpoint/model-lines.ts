import { knownAs, type ModelSize } from '@alignclip/formats';

const thousands = (count: number) => count.toLocaleString('en-US');

/** "604.9 MB" */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 3 : 1)} MB`;

/** A model's sizes, in four lines; which known one it is comes first. */
export function modelLines(size: ModelSize): string[] {
  const { image, text, kind, embeddingWidth } = size;
  const known = knownAs(size).join(' or ');
  const family = kind === 'clip' ? 'CLIP, two towers' : 'SharedCLIP, one transformer for both towers';
  const like = known ? `, as ${known} of ${kind === 'clip' ? 'open_clip' : 'AlignCLIP'}` : '';
  const tower = ({ width, layers, mlpWidth }: ModelSize['image' | 'text']) =>
    `width ${width}, ${layers} blocks, MLP ${mlpWidth}`;
  return [
    `${family}${like}`,
    `image: ${image.imageSize} px in patches of ${image.patchSize}, ${tower(image)}`,
    `text: ${text.contextLength} tokens of ${thousands(text.vocabularySize)}, ${tower(text)}`,
    `embeddings: ${embeddingWidth} wide`,
  ];
}

/** "151,277,313 parameters in 302 tensors", from the size of each. */
export const countLine = (sizes: readonly number[]): string =>
  `${thousands(sizes.reduce((sum, size) => sum + size, 0))} parameters in ${sizes.length} tensors`;
