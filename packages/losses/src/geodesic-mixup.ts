import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar } from '@alignclip/core';
import { z } from 'zod';
import { logitScaleOf } from './maths';
import { crossMix, partnersOf, withPartners, type Mixing } from './maths/geodesic-mixing';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

const share = (what: string, initial: number) =>
  z.number().nonnegative().default(initial).describe(`weight of ${what}`);

/**
 * Mixtures on the arc between two rows as hard negatives. m_λ(a, b) = [sin(λθ) a + sin((1 − λ)θ) b] / sin θ, θ the angle
 * of a and b; λ ~ Beta(β, β), one number a batch and part. By default m²-mix, mixtures M_j = m_λ(v_j, t_j) across the pair:
 * L_m2 = CE(s (K ∘ I + V Mᵀ ∘ (1 − I))) + CE(s (Kᵀ ∘ I + T Mᵀ ∘ (1 − I))), directions added.
 * The other parts of m³-mix mix each example with a partner P: images (`images`), texts (`texts`), both (`together`), with
 * targets λ I + (1 − λ) P, in `together` I + P; each ½ of its two directions.
 * Source: Oh et al. 2023 (arXiv 2203.03897), official `main.py`. There the partner is the batch reversed; here the batch is
 * put in the order of numbers drawn by example, then reversed.
 */
export const geodesicMixup = defineComponent(LossTerm)({
  type: 'geodesic-mixup',
  options: z.strictObject({
    symbol: symbol('L_mix'),
    weight: weight(),
    schedule,
    temperature,
    mixTemperature: temperature.describe(
      'fixed temperature τ₂ of the mixtures across the pair; without it, that of the other parts',
    ),
    beta: z.number().positive().default(0.5).describe('β of the distribution Beta(β, β) of λ'),
    across: share('mixtures of an image with its own text (m²-mix)', 1),
    images: share('images mixed with those of partners (m³-mix)', 0),
    texts: share('texts mixed with those of partners (m³-mix)', 0),
    together: share('images and texts both mixed with those of partners (m³-mix)', 0),
    originalNegatives: z
      .boolean()
      .default(false)
      .describe('whether, with partners, all but the example and its partner stay as they are'),
  }),
  create: ({ symbol, weight, schedule, temperature, mixTemperature, beta, originalNegatives, ...weights }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['draws'],
      compute(batch): Scalar {
        const { image, text, draws } = batch;
        const scale = logitScaleOf(batch, temperature);
        const partners = partnersOf(draws.uniform(`${symbol}/order`, 1));
        const mixing: Mixing = { image, text, scale, partners, originalNegatives };
        const parts = {
          images: (lambda: number) => withPartners(mixing, 'images', lambda),
          texts: (lambda: number) => withPartners(mixing, 'texts', lambda),
          together: (lambda: number) => withPartners(mixing, 'together', lambda),
          across: (lambda: number) =>
            crossMix(image, text, mixTemperature === undefined ? scale : tf.scalar(1 / mixTemperature), lambda),
        };
        const terms = Object.entries(parts).flatMap(([name, part]) => {
          const share = weights[name as keyof typeof parts];
          return share > 0 ? [tf.mul<Scalar>(share, part(draws.beta(`${symbol}/${name}`, beta)))] : [];
        });
        return terms.length > 0 ? tf.addN(terms) : tf.scalar(0);
      },
    }),
});
