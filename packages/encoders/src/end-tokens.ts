import { tf } from '@alignclip/backend';
import { UserError, type Tensor1D, type Tensor2D, type Tokenizer } from '@alignclip/core';

/** The place of each text's end token, the one with the largest id, [N] int32. */
export const endPlaces = (ids: Tensor2D): Tensor1D => tf.tensor1d(placesOf(ids), 'int32');

/** The row of each text's end token among the rows [N * T] of all, [N] int32. */
export const endRows = (ids: Tensor2D): Tensor1D =>
  tf.tensor1d(
    placesOf(ids).map((place, i) => i * ids.shape[1] + place),
    'int32',
  );

const known = new WeakMap<object, Int32Array>();

/**
 * Found by this program itself: ids come from it and lie in the memory of the host, whereas a GPU would be asked and waited
 * for. Ids that are asked about before their first use are not even read back.
 */
function placesOf(ids: Tensor2D): Int32Array {
  const before = known.get(ids.dataId);
  if (before) return before;
  const [batch, tokens] = ids.shape;
  const values = ids.dataSync<'int32'>();
  const places = new Int32Array(batch);
  for (let row = 0; row < batch; row += 1)
    for (let place = 1; place < tokens; place += 1)
      if (values[row * tokens + place]! > values[row * tokens + places[row]!]!) places[row] = place;
  known.set(ids.dataId, places);
  return places;
}

/** 1 from the start to the end token, 0 after it, [N, T] float32. */
export function textMask(ids: Tensor2D): Tensor2D {
  const places = tf.range(0, ids.shape[1], 1, 'int32');
  return tf.cast(tf.lessEqual(places, tf.expandDims(endPlaces(ids), 1)), 'float32');
}

/** The mean of the rows [N * T, width] from the start to the end token of each text, [N, width]. */
export function meanOfText(rows: Tensor2D, ids: Tensor2D): Tensor2D {
  const mask = textMask(ids);
  const sequence = tf.mul(tf.reshape(rows, [...ids.shape, rows.shape[1]]), tf.expandDims(mask, 2));
  return tf.div(tf.sum(sequence, 1), tf.sum(mask, 1, true));
}

/** Throws UserError where texts are longer than the context. */
export function checkLength(ids: Tensor2D, contextLength: number): void {
  const tokens = ids.shape[1];
  if (tokens > contextLength) throw new UserError(`${tokens} tokens do not fit in the context of ${contextLength}`);
}

/** Throws UserError where a tower would look for an end token that the tokenizer's rows don't have. */
export function checkEndToken({ padsContext }: Pick<Tokenizer, 'padsContext'>, tower: string): void {
  if (padsContext === true)
    throw new UserError(
      `${tower} finds the end of a text by its largest id, the run's tokenizer pads texts to the context (padTo: "context"); ` +
        'use textTransformer({ pooling: "last" }), or another tokenizer',
    );
}
