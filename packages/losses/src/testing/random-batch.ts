import { normalizeRows, tf } from '@alignclip/backend';
import { random, type EmbeddedBatch, type Tensor2D } from '@alignclip/core';

export interface BatchShape {
  readonly pairs: number;
  readonly width: number;
  readonly logitScale: number;
}

/** Reproducible unit rows, noisy pairs, with S of random caption embeddings; every tensor is the caller's. */
export function randomBatch({ pairs, width, logitScale }: BatchShape, seed = 0): Required<EmbeddedBatch> {
  return tf.tidy(() => {
    const image = normal(pairs, width, seed, 'image');
    const text = normalizeRows(tf.add(image, normal(pairs, width, seed, 'text'))) as Tensor2D;
    const captions = normal(pairs, width, seed, 'captions');
    return {
      image,
      text,
      logitScale: tf.scalar(logitScale),
      semanticSimilarity: tf.matMul(captions, captions, false, true),
    };
  });
}

function normal(rows: number, columns: number, ...keys: (string | number)[]): Tensor2D {
  const draw = random('batch', ...keys);
  return normalizeRows(
    tf.tensor2d(
      Array.from({ length: rows * columns }, () => draw.normal()),
      [rows, columns],
    ),
  );
}

/** The same pairs in another order, S with them. */
export function reorder(batch: Required<EmbeddedBatch>, order: readonly number[]): Required<EmbeddedBatch> {
  const rows = (x: Tensor2D) => tf.gather(x, [...order]);
  const semanticSimilarity = tf.transpose(rows(tf.transpose(rows(batch.semanticSimilarity))));
  return { ...batch, image: rows(batch.image), text: rows(batch.text), semanticSimilarity };
}
