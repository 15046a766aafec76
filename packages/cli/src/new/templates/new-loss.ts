import { defineComponent, LossTerm, tf, z } from 'alignclip';

/** L_new_loss = ‖mean_i v_i − mean_i t_i‖², in [0, 4]. Source: yours. */
export const newLoss = defineComponent(LossTerm)({
  type: 'new-loss',
  options: z.strictObject({
    weight: z.number().min(0).default(1).describe('weight w of the term in the objective'),
  }),
  create: ({ weight }) => ({
    symbol: 'L_new_loss',
    weight,
    compute: ({ image, text }) => tf.sum(tf.square(tf.sub(tf.mean(image, 0), tf.mean(text, 0)))),
  }),
});
