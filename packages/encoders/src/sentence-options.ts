import { z } from 'zod';
import { headShape } from './projection-head';

const size = z.int().positive();

/** What a sentence encoder as a tower can be told. */
export const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .default('all-MiniLM-L6-v2')
    .describe("'all-MiniLM-L6-v2', 'all-mpnet-base-v2', or a path with a slash to a model folder"),
  pretrained: z.boolean().default(true).describe("whether to start with the model's weights; otherwise at random ones"),
  freeze: z
    .union([z.enum(['none', 'all']), size])
    .default('none')
    .describe('what is not trained: nothing, all below the projection, or the embeddings and this many first blocks'),
  width: size.optional().describe("width of the transformer, if not pretrained (default: the model's)"),
  layers: size.max(1000).optional().describe("transformer blocks, if not pretrained (default: the model's)"),
  heads: size.optional().describe("attention heads, if not pretrained (default: the model's head width)"),
  mlpRatio: z
    .number()
    .positive()
    .optional()
    .describe("width of the MLP / width, if not pretrained (default: the model's)"),
  normEpsilon: z
    .number()
    .positive()
    .optional()
    .describe("ε of every LayerNorm, if not pretrained (default: the model's; 1e-12 in BERT, 1e-5 in RoBERTa)"),
  padding: z
    .int()
    .min(0)
    .optional()
    .describe(
      'id that pads texts to the context (1 in RoBERTa, 0 in BERT), for a tokenizer whose end token has not the largest id',
    ),
  ...headShape,
  projection: z
    .enum(['linear', 'mlp', 'plain-mlp', 'none'])
    .default('linear')
    .describe(
      "from features to the shared space: a matrix, two layers with GELU and 2d hidden units, open_clip's of two matrices with (width + d) / 2, or nothing",
    ),
});
