import { tf } from '@alignclip/backend';
import type {
  DualEncoder,
  Encoder,
  ImageTransform,
  KeptImages,
  Matrix,
  RawImage,
  Tensor2D,
  Tokenizer,
} from '@alignclip/core';
import type { ContrastiveModel } from './contrastive-model';
import type { FrozenTrunks } from './frozen/frozen-trunks';

const CHUNK = 128;

/** The towers as evaluators see them: images and texts to unit rows, in chunks of bounded memory. */
export class TrainedModel implements DualEncoder {
  constructor(
    private readonly model: ContrastiveModel,
    private readonly transform: ImageTransform,
    private readonly tokenizer: Tokenizer,
    /** Features of its frozen trunks, by content. */
    private readonly frozen: FrozenTrunks = {},
  ) {}

  get keptImages(): KeptImages | undefined {
    return this.frozen.keptImages;
  }

  get logitScale(): number {
    return tf.tidy(() => this.model.logitScale().dataSync()[0]!);
  }

  get similarity(): DualEncoder['similarity'] {
    return this.model.similarity;
  }

  async embedImages(images: readonly RawImage[]): Promise<Matrix> {
    if (this.frozen.image) return this.fromFeatures(this.model.imageEncoder, await this.frozen.image.rows(images));
    const { size } = this.transform;
    return this.inChunks(images, (chunk) => {
      const pixels = new Float32Array(chunk.length * size * size * 3);
      chunk.forEach((image, i) => this.transform.apply(image, undefined, pixels, i * size * size * 3));
      return this.model.embedInput(this.model.imageEncoder, tf.tensor4d(pixels, [chunk.length, size, size, 3]));
    });
  }

  async embedTexts(texts: readonly string[]): Promise<Matrix> {
    if (this.frozen.text) return this.fromFeatures(this.model.textEncoder, await this.frozen.text.rows(texts));
    return this.inChunks(texts, (chunk) => {
      const { ids, rows, columns } = this.tokenizer.encode(chunk);
      return this.model.embedInput(this.model.textEncoder, tf.tensor2d(ids, [rows, columns], 'int32'));
    });
  }

  /** Its token ids. */
  readonly textKey = (text: string): string => this.tokenizer.encode([text]).ids.join(' ');

  private fromFeatures(tower: Encoder<never>, { rows, columns, values }: Matrix): Matrix {
    return this.inChunks([...Array(rows).keys()], (chunk) => {
      const part = values.subarray(chunk[0]! * columns, (chunk.at(-1)! + 1) * columns);
      return this.model.embedFeatures(tower, tf.tensor2d(part, [chunk.length, columns]));
    });
  }

  private inChunks<T>(items: readonly T[], embed: (chunk: readonly T[]) => Tensor2D): Matrix {
    const columns = this.model.embeddingWidth;
    const values = new Float32Array(items.length * columns);
    for (let start = 0; start < items.length; start += CHUNK) {
      const rows = tf.tidy(() => embed(items.slice(start, start + CHUNK)).dataSync());
      values.set(rows, start * columns);
    }
    return { rows: items.length, columns, values };
  }
}
