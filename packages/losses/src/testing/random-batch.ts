import { normalizeRows, tf } from '@alignclip/backend';
import { random, type EmbeddedBatch, type Tensor1D, type Tensor2D } from '@alignclip/core';

export interface BatchShape {
  readonly pairs: number;
  readonly width: number;
  readonly logitScale: number;
}

/**
 * Reproducible unit rows, noisy pairs, with every signal: S of random caption embeddings, features of two views, three
 * classes of the set `kinds` and an example without a class. The caller disposes every tensor.
 */
export function randomBatch({ pairs, width, logitScale }: BatchShape, seed = 0): Required<EmbeddedBatch> {
  return tf.tidy(() => {
    const image = normal(pairs, width, seed, 'image');
    const text = normalizeRows(tf.add(image, normal(pairs, width, seed, 'text')));
    const captions = normal(pairs, width, seed, 'captions');
    const view = (name: string) => tf.mul<Tensor2D>(2, tf.add(image, normal(pairs, width, seed, name)));
    const kinds = Array.from({ length: pairs }, (_, i) => (i === 1 ? -1 : i % 3));
    return {
      image,
      text,
      firstView: view('first'),
      secondView: view('second'),
      logitScale: tf.scalar(logitScale),
      semanticSimilarity: tf.matMul(captions, captions, false, true),
      labels: { kinds: tf.tensor1d(kinds, 'int32') },
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

/** The same examples in another order, with their S and classes. */
export function reorder(batch: Required<EmbeddedBatch>, order: readonly number[]): Required<EmbeddedBatch> {
  const rows = <T extends Tensor1D | Tensor2D>(x: T): T => tf.gather(x, [...order]);
  const semanticSimilarity = tf.transpose(rows(tf.transpose(rows(batch.semanticSimilarity))));
  const labels = Object.fromEntries(Object.entries(batch.labels).map(([set, classes]) => [set, rows(classes)]));
  const { image, text, firstView, secondView } = batch;
  return {
    ...batch,
    image: rows(image),
    text: rows(text),
    firstView: rows(firstView),
    secondView: rows(secondView),
    semanticSimilarity,
    labels,
  };
}
