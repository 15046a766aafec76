import { crossEntropyWithDiagonal, matMul, pairCrossEntropy, tf } from '@alignclip/backend';
import type { EmbeddedBatch, LossTerm, Scalar, Tensor2D } from '@alignclip/core';
import { constant, type ParameterStore } from '@alignclip/nn';

/** A term that couples the whole batch, as IMSep and CyCLIP do. */
export const coupled: LossTerm = {
  symbol: 'L_coupled',
  weight: 0.5,
  compute: ({ image, text }) => {
    const difference = tf.sub(matMul(image, image, false, true), matMul(text, text, false, true));
    return tf.mean<Scalar>(tf.square(difference));
  },
};

/** The symmetric InfoNCE of CLIP, written here because component packages don't import each other. */
export const infoNce: LossTerm = {
  symbol: 'L_CLIP',
  weight: 1,
  compute: ({ image, text, logitScale }: EmbeddedBatch) => {
    const both = pairCrossEntropy(matMul(image, text, false, true), logitScale);
    return tf.mul<Scalar>(0.5, both);
  },
};

/** Pulls the features of two views of an image together; has a trained value of its own. */
export const viewDistance = (parameters: ParameterStore): LossTerm => {
  const factor = parameters.parameter('losses/view-distance/factor', [4], constant(0.5));
  return {
    symbol: 'L_views',
    weight: 0.5,
    needs: ['views'],
    compute: ({ firstView, secondView }) => {
      const products = matMul(tf.mul<Tensor2D>(firstView!, factor), secondView!, false, true);
      return crossEntropyWithDiagonal(products);
    },
  };
};
