import { normalizeRows, tf } from '@alignclip/backend';
import {
  exampleKeys,
  lossDraws,
  random,
  type EmbeddedBatch,
  type FrozenRows,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@alignclip/core';

export interface BatchShape {
  readonly pairs: number;
  readonly width: number;
  readonly logitScale: number;
}

export type WholeBatch = Required<Omit<EmbeddedBatch, 'similarity'>>;

/**
 * Reproducible unit rows, noisy pairs, with every signal: S of random caption embeddings, features of two views, raw rows,
 * rows of a frozen model, three classes of the set `kinds` and an example without a class. The caller disposes it.
 */
export function randomBatch({ pairs, width, logitScale }: BatchShape, seed = 0): WholeBatch {
  const draws = drawsOf(Array.from({ length: pairs }, (_, i) => i));
  const tensors = tf.tidy(() => {
    const image = normal(pairs, width, seed, 'image');
    const text = normalizeRows(tf.add(image, normal(pairs, width, seed, 'text')));
    const captions = normal(pairs, width, seed, 'captions');
    const near = (name: string, length: number) =>
      tf.mul<Tensor2D>(length, tf.add(image, normal(pairs, width, seed, name)));
    const unit = (name: string) => normalizeRows(near(name, 1));
    const kinds = Array.from({ length: pairs }, (_, i) => (i === 1 ? -1 : i % 3));
    return {
      ...{ image, text, imageRaw: near('image raw', 1.5), textRaw: near('text raw', 0.7) },
      ...{ imageFeatures: near('image features', 2), textFeatures: near('text features', 1) },
      ...{ firstView: near('first', 2), secondView: near('second', 2), imageView: unit('image view') },
      ...{ textView: unit('text view'), textViewFeatures: near('text view features', 1) },
      frozen: {
        ...{ image: unit('frozen image'), text: unit('frozen text'), logitScale: tf.scalar(12) },
        ...{ imageRaw: near('frozen image raw', 1), textRaw: near('frozen text raw', 1) },
      },
      logitScale: tf.scalar(logitScale),
      semanticSimilarity: tf.matMul<Tensor2D>(captions, captions, false, true),
      labels: { kinds: tf.tensor1d(kinds, 'int32') },
    };
  });
  return { ...tensors, progress: 0.25, draws };
}

const drawsOf = (order: readonly number[]) =>
  lossDraws(
    exampleKeys(
      0,
      order.map((index) => ({ epoch: 0, index })),
    ),
  );

/** Every tensor of a batch. */
export function tensorsOf({ labels, frozen, draws: _draws, progress: _progress, ...tensors }: WholeBatch): Tensor[] {
  return [...Object.values(tensors), ...Object.values(labels), ...Object.values(frozen)];
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

/** The examples of `randomBatch` in another order, with all that belongs to them. */
export function reorder(batch: WholeBatch, order: readonly number[]): WholeBatch {
  const rows = <T extends Tensor1D | Tensor2D>(x: T): T => tf.gather(x, [...order]);
  const { semanticSimilarity: S, labels, frozen, draws: _draws, progress, logitScale, ...outputs } = batch;
  const each = <Key extends string>(given: Readonly<Record<Key, Tensor2D>>) =>
    Object.fromEntries(Object.entries<Tensor2D>(given).map(([key, x]) => [key, rows(x)])) as Record<Key, Tensor2D>;
  const { logitScale: frozenScale, ...frozenRows } = frozen;
  return {
    ...each(outputs),
    ...{ logitScale, progress, draws: drawsOf(order) },
    frozen: { ...each(frozenRows), logitScale: frozenScale } satisfies FrozenRows,
    semanticSimilarity: tf.transpose(rows(tf.transpose(rows(S)))),
    labels: Object.fromEntries(Object.entries(labels).map(([set, classes]) => [set, rows(classes)])),
  };
}
