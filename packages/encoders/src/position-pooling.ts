import { tf } from '@alignclip/backend';
import { UserError, type Parameter, type Tensor2D, type Tensor3D, type Tensor4D } from '@alignclip/core';
import { Linear, normal, uniform, type Scope } from '@alignclip/nn';

/**
 * Attention of one query, the mean of all positions, to that mean and the positions. The query goes through the keys'
 * matrix and the mixture of positions through the values', so that no position has a key or a value of its own.
 */
export class PositionPooling {
  private readonly positions: Parameter<[number, number]>;
  private readonly query: Linear;
  private readonly key: Linear;
  private readonly value: Linear;

  constructor(
    scope: Scope,
    private readonly width: number,
    private readonly shape: { readonly positions: number; readonly heads: number },
  ) {
    const { heads } = shape;
    if (width % heads !== 0)
      throw new UserError(`option "heads" = ${heads} does not divide the width ${width} of the attention pooling`);
    const std = normal(width ** -0.5);
    const linear = (name: string) => new Linear(scope.child(name), width, width, std, uniform(width ** -0.5));
    this.positions = scope.parameter('positions', [shape.positions + 1, width], std);
    this.query = linear('attention/query');
    this.key = linear('attention/key');
    this.value = linear('attention/value');
  }

  /** [N, H, W, width] to [N, width]. */
  apply(maps: Tensor4D): Tensor2D {
    const { width } = this;
    const [batch] = maps.shape;
    const places = tf.reshape<tf.Rank.R3>(maps, [batch, this.shape.positions, width]);
    const tokens = tf.add<Tensor3D>(tf.concat([tf.mean(places, 1, true), places], 1), this.positions); // [N, T, width]
    const query = this.query.apply(tf.reshape(tf.slice(tokens, [0, 0, 0], [batch, 1, width]), [batch, width]));
    const scaled = this.byHead(tf.mul(query, (width / this.shape.heads) ** -0.5)); // [heads, N, w / heads]
    const asked = tf.matMul(scaled, this.headsOf(this.key), false, true); // [heads, N, width]
    const scores = tf.matMul(tf.transpose(asked, [1, 0, 2]), tokens, false, true); // [N, heads, T]
    const bias = tf.matMul(scaled, tf.reshape(this.key.bias, [this.shape.heads, -1, 1])); // [heads, N, 1], for all T
    const weights = tf.softmax(tf.add<Tensor3D>(scores, tf.transpose(bias, [1, 0, 2])));
    const mixed = tf.transpose(tf.matMul(weights, tokens), [1, 0, 2]); // [heads, N, width]
    const values = tf.matMul(mixed, this.headsOf(this.value)); // [heads, N, w / heads]
    return tf.add(tf.reshape(tf.transpose(values, [1, 0, 2]), [batch, width]), this.value.bias);
  }

  /** [N, width] to [heads, N, width / heads]. */
  private byHead(rows: Tensor2D): Tensor3D {
    return tf.transpose(tf.reshape<tf.Rank.R3>(rows, [rows.shape[0], this.shape.heads, -1]), [1, 0, 2]);
  }

  /** The columns of a matrix by head, [heads, width, width / heads]. */
  private headsOf({ kernel }: Linear): Tensor3D {
    return this.byHead(kernel);
  }
}
