import { textTransformer, visionTransformer } from 'alignclip';

export interface TowerSize {
  readonly width: number;
  readonly layers: number;
  readonly embeddingWidth: number;
  readonly heads?: number;
  readonly imageSize?: number;
  readonly patchSize?: number;
}

/** Both towers of one size. */
export const towers = ({ imageSize = 32, patchSize = 8, ...tower }: TowerSize) => ({
  imageEncoder: visionTransformer({ ...tower, imageSize, patchSize }),
  textEncoder: textTransformer(tower),
});
