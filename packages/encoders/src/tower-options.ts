import { UserError } from '@alignclip/core';
import { activations, initialisationSchemes, type TransformerOptions } from '@alignclip/nn';
import { z } from 'zod';
import { headShape, normEpsilon } from './projection-head';

const size = z.int().positive();

/** Options of both towers; the paper's ViT-B/16 has width 768, 12 layers, 12 heads, embedding 512 or 768. */
export const towerShape = {
  width: size.default(128).describe('width of the transformer'),
  layers: size.max(1000).default(4).describe('transformer blocks'),
  heads: size.optional().describe('attention heads, a divisor of the width (default: width / 32)'),
  mlpRatio: z.number().positive().default(4).describe('width of the MLP / width'),
  ...headShape,
  activation: z
    .enum(activations)
    .default('gelu')
    .describe("activation of the MLP: exact GELU, OpenAI's x σ(1.702 x), or GELU by tanh as in SigLIP 2"),
  // one scheme for both towers by default, so that RQ1 compares sharing only
  initialisation: z
    .enum(initialisationSchemes)
    .default('clip')
    .describe("initial values of the blocks: CLIP's text scheme, or PyTorch's defaults"),
  normEpsilon,
};

export type TowerOptions = z.output<z.ZodObject<typeof towerShape>>;

/** The given number of heads, or that of the width. */
export const headsOf = ({ heads, width }: Pick<TowerOptions, 'heads' | 'width'>): number =>
  heads ?? Math.max(1, Math.floor(width / 32));

export function transformerOptions(tower: TowerOptions, causal: boolean): TransformerOptions {
  const heads = headsOf(tower);
  if (tower.width % heads !== 0)
    throw new UserError(`option "heads" = ${heads} does not divide "width" = ${tower.width}`);
  const { width, layers, activation, initialisation, normEpsilon } = tower;
  const mlpWidth = Math.floor(width * tower.mlpRatio);
  return { width, layers, heads, activation, initialisation, causal, mlpWidth, normEpsilon };
}
