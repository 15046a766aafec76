import { tf } from '@alignclip/backend';
import {
  classSetName,
  Dataset,
  defineComponent,
  LossTerm,
  lossTerm,
  type Scalar,
  type Tensor1D,
  type Tensor2D,
} from '@alignclip/core';
import { z } from 'zod';
import { sumOverModalities, cosines, offDiagonalOnes, offDiagonalLogSumExp } from './maths';
import { modalities, symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Embeddings of one modality X and one class attract each other, all others repel; P(i) are the other examples of i's
 * class, s = 1/τ:
 * L_SupCon = mean over i with P(i) ≠ ∅ of 1/|P(i)| Σ_{p∈P(i)} −log( exp(s⟨x_i,x_p⟩) / Σ_{a≠i} exp(s⟨x_i,x_a⟩) ), ≥ 0,
 * summed over the chosen modalities; 0 where no two examples of a batch share a class.
 * Source: Khosla et al. 2020, equation 2 (L_out).
 */
export const supervisedContrastive = defineComponent(LossTerm)({
  type: 'supervised-contrastive',
  options: z.strictObject({
    symbol: symbol('L_SupCon'),
    weight: weight(),
    schedule,
    temperature: z.number().positive().default(0.1).describe('fixed temperature τ of this term'),
    modalities,
    classSet: z.string().optional().describe('class set whose classes count (default: the first of the data set)'),
  }),
  inject: [Dataset],
  create: ({ symbol, weight, schedule, temperature, modalities, classSet }, dataset) => {
    const name = classSetName(symbol, dataset, classSet);
    return lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['labels'],
      compute: (batch) => {
        const classes = batch.labels[name]!;
        return sumOverModalities(batch, modalities, (X) => supervisedContrast(X, classes, temperature));
      },
    });
  },
});

/** Ones where i ≠ j have the same class, zeros elsewhere; a class below 0 means no class. [N] → [N, N] */
export function sameClass(classes: Tensor1D): Tensor2D {
  const [row, column] = [tf.expandDims(classes, 0), tf.expandDims(classes, 1)];
  const same = tf.logicalAnd(tf.equal(row, column), tf.greaterEqual(row, 0));
  return tf.mul(tf.cast(same, 'float32'), offDiagonalOnes(classes.size));
}

/** Mean over rows with positives of the mean over those of −log softmax without the row itself; unit rows, [N, d]. */
export function supervisedContrast(x: Tensor2D, classes: Tensor1D, temperature: number): Scalar {
  const logits = tf.div<Tensor2D>(cosines(x, x), temperature);
  const positives = sameClass(classes);
  const count = tf.sum(positives, 1); // |P(i)|, [N]
  const toPositives = tf.div(tf.sum(tf.mul(positives, logits), 1), tf.maximum(count, 1));
  const rows = tf.mul(tf.sign(count), tf.sub(offDiagonalLogSumExp(logits), toPositives));
  return tf.div(tf.sum(rows), tf.maximum(tf.sum(tf.sign(count)), 1));
}
