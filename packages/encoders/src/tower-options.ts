import { UserError } from '@alignclip/core';
import { activations, initialisationSchemes, type TransformerOptions } from '@alignclip/nn';
import { z } from 'zod';

const size = z.number().int().positive();

/** Options of either tower; the paper's ViT-B/16 has width 768, 12 layers, 12 heads, embedding 512 or 768. */
export const towerShape = {
  width: size.default(128),
  layers: size.default(4),
  /** Default: one head for each 32 of width. */
  heads: size.optional(),
  mlpRatio: z.number().positive().default(4),
  /** d, the width of the shared space; equal in both towers. */
  embeddingWidth: size.default(128),
  activation: z.enum(activations).default('gelu'),
  /** One scheme for both towers by default, so that RQ1 compares sharing only. */
  initialisation: z.enum(initialisationSchemes).default('clip'),
};

export interface TowerOptions {
  readonly width: number;
  readonly layers: number;
  readonly heads?: number | undefined;
  readonly mlpRatio: number;
  readonly embeddingWidth: number;
  readonly activation: (typeof activations)[number];
  readonly initialisation: (typeof initialisationSchemes)[number];
}

/** The heads of a tower, told or by its width. */
export const headsOf = ({ heads, width }: Pick<TowerOptions, 'heads' | 'width'>): number =>
  heads ?? Math.max(1, Math.floor(width / 32));

export function transformerOptions(tower: TowerOptions, causal: boolean): TransformerOptions {
  const heads = headsOf(tower);
  if (tower.width % heads !== 0)
    throw new UserError(`option "heads" = ${heads} does not divide "width" = ${tower.width}`);
  const { width, layers, activation, initialisation } = tower;
  return { width, layers, heads, activation, initialisation, causal, mlpWidth: Math.floor(width * tower.mlpRatio) };
}
