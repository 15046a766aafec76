import {
  defineComponent,
  normal,
  Parameters,
  SharingStrategy,
  TextEncoder,
  tf,
  Tokenizer,
  towerScope,
  UserError,
  z,
  type Scope,
} from 'alignclip';

const options = z.strictObject({
  embeddingWidth: z.int().positive().default(128).describe('d, the same in both towers'),
});

/** t = Σ_k E[w_k] / ‖Σ_k E[w_k]‖ over the tokens w_k of a text: a tower without layers, blind to their order. */
export function newTextEncoderTower(
  scope: Scope,
  { embeddingWidth }: z.output<typeof options>,
  { vocabularySize, contextLength }: Pick<Tokenizer, 'vocabularySize' | 'contextLength'>,
): TextEncoder {
  const table = scope.parameter('token-embedding', [vocabularySize, embeddingWidth], normal(0.02));
  return {
    modality: 'text',
    contextLength,
    embeddingWidth,
    embed: (ids) => {
      const [batch, tokens] = ids.shape;
      if (tokens > contextLength) throw new UserError(`${tokens} tokens do not fit in the context of ${contextLength}`);
      const rows = tf.reshape(tf.gather(table, tf.reshape(ids, [batch * tokens])), [batch, tokens, embeddingWidth]);
      const present = tf.reshape(tf.cast(tf.greater(ids, 0), 'float32'), [batch, tokens, 1]); // 0 fills a row
      const sums = tf.sum<tf.Tensor2D>(tf.mul(rows, present), 1);
      return tf.div(sums, tf.norm(sums, 2, 1, true)); // [N, d]
    },
  };
}

/** The tower of `newTextEncoderTower` with its parameters at the addresses of the sharing strategy. */
export const newTextEncoder = defineComponent(TextEncoder)({
  type: 'new-text-encoder',
  options,
  inject: [Parameters, SharingStrategy, Tokenizer],
  create: (given, parameters, sharing, tokenizer) =>
    newTextEncoderTower(towerScope(parameters, sharing, 'text'), given, tokenizer),
});
