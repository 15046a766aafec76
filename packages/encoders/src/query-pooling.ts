import { matMul, tf } from '@alignclip/backend';
import { UserError, type Parameter, type Tensor1D, type Tensor2D, type Tensor3D } from '@alignclip/core';
import { LayerNorm, Linear, normal, uniform, type Scope, type SequenceShape } from '@alignclip/nn';

interface QueryPoolingOptions {
  /** Of the rows that are pooled. */
  readonly width: number;
  /** Of the query and the result. */
  readonly embeddingWidth: number;
  readonly heads: number;
  readonly normEpsilon: number;
}

/**
 * CoCa's attentional pooling with one query (Yu et al., arXiv 2205.01917; open_clip's AttentionalPooler): a learned query of
 * the shared space attends to all rows of a sequence, both behind a LayerNorm. No query sees another, so this is the first
 * of any number. Parameters under `pooling/`.
 */
export class QueryPooling {
  private readonly probe: Parameter<[number]>;
  private readonly queryNorm: LayerNorm;
  private readonly keyNorm: LayerNorm;
  private readonly query: Linear;
  private readonly key: Linear;
  private readonly value: Linear;
  private readonly output: Linear;

  /** Throws UserError where the heads don't divide the width of the query. */
  constructor(
    scope: Scope,
    private readonly options: QueryPoolingOptions,
  ) {
    const { width, embeddingWidth, heads, normEpsilon } = options;
    if (embeddingWidth % heads !== 0)
      throw new UserError(`option "poolingHeads" = ${heads} does not divide "embeddingWidth" = ${embeddingWidth}`);
    const pooling = scope.child('pooling');
    const linear = (name: string, inputs: number, init = uniform((6 / (inputs + embeddingWidth)) ** 0.5)) =>
      new Linear(pooling.child(`attention/${name}`), inputs, embeddingWidth, init);
    this.probe = pooling.parameter('query', [embeddingWidth], normal(1));
    this.queryNorm = new LayerNorm(pooling.child('query-norm'), embeddingWidth, normEpsilon);
    this.keyNorm = new LayerNorm(pooling.child('key-norm'), width, normEpsilon);
    this.query = linear('query', embeddingWidth);
    this.key = linear('key', width);
    this.value = linear('value', width);
    this.output = linear('output', embeddingWidth, uniform(embeddingWidth ** -0.5));
  }

  /** [batch * tokens, width] to [batch, embeddingWidth]. */
  apply(rows: Tensor2D, { batch, tokens }: SequenceShape): Tensor2D {
    const { width, embeddingWidth, heads } = this.options;
    const normal = this.keyNorm.apply(rows);
    const { asked, shift } = this.asked();
    const scores = tf.reshape<tf.Rank.R3>(tf.add(matMul(normal, asked), shift), [batch, tokens, heads]);
    const weights = tf.softmax(tf.transpose<Tensor3D>(scores, [0, 2, 1])); // [batch, heads, tokens]
    const mixed = tf.matMul(weights, tf.reshape<tf.Rank.R3>(normal, [batch, tokens, width])); // [batch, heads, width]
    const values = tf.matMul(tf.transpose(mixed, [1, 0, 2]), this.byHead(this.value.kernel)); // [heads, batch, d / heads]
    const joined = tf.reshape<tf.Rank.R2>(tf.transpose(values, [1, 0, 2]), [batch, embeddingWidth]);
    return this.output.apply(tf.add<Tensor2D>(joined, this.value.bias));
  }

  /** What gives a row's score in each head: factors [width, heads], and the share of the keys' bias, [heads]. */
  private asked(): { readonly asked: Tensor2D; readonly shift: Tensor1D } {
    const { width, embeddingWidth, heads } = this.options;
    const normal = this.queryNorm.apply(tf.reshape<tf.Rank.R2>(this.probe, [1, embeddingWidth]));
    const query = tf.mul(this.query.apply(normal), (embeddingWidth / heads) ** -0.5);
    const byHead = tf.reshape<tf.Rank.R3>(query, [heads, embeddingWidth / heads, 1]);
    const factors = tf.matMul(this.byHead(this.key.kernel), byHead); // [heads, width, 1]
    return {
      asked: tf.transpose(tf.reshape<tf.Rank.R2>(factors, [heads, width])),
      shift: tf.sum(tf.reshape<tf.Rank.R2>(tf.mul(query, this.key.bias), [heads, -1]), 1),
    };
  }

  /** The columns of a matrix by head, [heads, width, d / heads]. */
  private byHead(kernel: Tensor2D): Tensor3D {
    const { heads } = this.options;
    return tf.transpose(tf.reshape<tf.Rank.R3>(kernel, [kernel.shape[0], heads, -1]), [1, 0, 2]);
  }
}
