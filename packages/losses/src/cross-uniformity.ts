import { defineComponent, LossTerm } from '@alignclip/core';
import { z } from 'zod';
import { logMeanPotential } from './maths';
import { potentialFactor, symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * How far apart images and texts of different pairs are:
 * L_cross_uniform = log mean_{i≠j} exp(−t ‖v_i − t_j‖²), in [−4t, 0]; lower is farther.
 * Source: uniformity of Wang & Isola 2020 across modalities, as in Fahim et al. 2024 (arXiv 2405.18570).
 */
export const crossUniformity = defineComponent(LossTerm)({
  type: 'cross-uniformity',
  options: z.strictObject({ symbol: symbol('L_cross_uniform'), weight: weight(), schedule, t: potentialFactor }),
  create: ({ symbol, weight, schedule, t }) => ({
    symbol,
    ...weighted(weight, schedule),
    compute: ({ image, text }) => logMeanPotential(image, text, t),
  }),
});
