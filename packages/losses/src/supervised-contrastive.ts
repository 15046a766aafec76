import { classSetName, Dataset, defineComponent, LossTerm, UserError } from '@alignclip/core';
import { z } from 'zod';
import { sumOverModalities } from './maths/sum-over-modalities';
import { supervisedContrast } from './maths/supervised-contrast';
import { modalities, symbol, weight } from './options';

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
    temperature: z.number().positive().default(0.1),
    modalities,
    /** The data set's first one if left out. */
    classSet: z.string().optional(),
  }),
  inject: [Dataset],
  create: ({ symbol, weight, temperature, modalities, classSet }, dataset) => {
    const name = classSetName(symbol, dataset, classSet);
    return {
      symbol,
      weight,
      needs: ['labels'],
      compute(batch) {
        const classes = batch.labels?.[name];
        if (classes === undefined)
          throw new UserError(`${symbol} needs classes of "${name}", which this batch has not`);
        return sumOverModalities(batch, modalities, (X) => supervisedContrast(X, classes, temperature));
      },
    };
  },
});
