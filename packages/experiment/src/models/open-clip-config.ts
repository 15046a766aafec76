import { clipNormalisation, messageOf, UserError } from '@alignclip/core';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { type HyperParameters, hyperParametersIn } from './model-config';

const count = z.int().min(1).max(65_536);
const block = {
  act_kwargs: z.object({ approximate: z.string().optional() }).nullish(),
  norm_kwargs: z.object({ eps: z.number().positive().max(1).optional() }).nullish(),
};

/** What is read of a configuration of open_clip; it has more. */
const schema = z.object({
  quick_gelu: z.boolean().optional(),
  vision_cfg: z.object({
    ...block,
    width: count.optional(),
    layers: z.union([count, z.array(count)]).optional(),
    head_width: count.optional(),
    image_size: z.union([count, z.array(count)]).optional(),
    timm_model_name: z.string().nullish(),
    pool_type: z.string().optional(),
    final_ln_after_pool: z.boolean().optional(),
    attentional_pool: z.union([z.boolean(), z.string()]).optional(),
    attn_pooler_heads: count.optional(),
  }),
  text_cfg: z.object({
    ...block,
    width: count.optional(),
    heads: count.optional(),
    pool_type: z.string().optional(),
    no_causal_mask: z.boolean().optional(),
    embed_cls: z.boolean().optional(),
    hf_model_name: z.string().nullish(),
    hf_pooler_type: z.string().nullish(),
  }),
});
export type OpenClipConfig = z.output<typeof schema>;

const channels = z.array(z.number()).length(3).optional();
/** What is read of the preprocessing beside such a configuration. */
const preprocessing = z.object({ mean: channels, std: channels });

const maxBytes = 2 ** 20;

/** A configuration of open_clip, and the normalisation of pixels beside it. */
export interface ConfigFile {
  readonly model: OpenClipConfig;
  readonly pixels: HyperParameters['pixels'];
}

/** Throws where mean and deviation are neither CLIP's nor .5. */
function pixelsOf({ mean, std }: z.output<typeof preprocessing>): HyperParameters['pixels'] {
  if (mean === undefined && std === undefined) return undefined;
  const isLike = (values: readonly number[] | undefined, known: readonly number[]) =>
    values === undefined || values.every((value, i) => Math.abs(value - known[i]!) < 1e-6);
  if (isLike(mean, clipNormalisation.mean) && isLike(std, clipNormalisation.std)) return 'clip';
  if (isLike(mean, halves) && isLike(std, halves)) return 'half';
  throw new Error("preprocess_cfg: its mean and std are neither CLIP's nor .5, which our towers take");
}

const halves = [0.5, 0.5, 0.5];

/**
 * A configuration of open_clip, plain or with its preprocessing, or what we write under "alignclip". Throws UserError where
 * the file is neither.
 */
export function readConfig(path: string): ConfigFile | HyperParameters {
  if (statSync(path).size > maxBytes) throw new UserError(`${path}: too large for a configuration`);
  try {
    const json = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown> | null;
    const own = json?.['alignclip'];
    return own === undefined ? officialConfig(json) : hyperParametersIn(own);
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    throw new UserError(`${path}: not a configuration of open_clip: ${what}`);
  }
}

function officialConfig(json: Record<string, unknown> | null): ConfigFile {
  const model = schema.parse(json?.['model_cfg'] ?? json);
  const { width, layers, head_width: headWidth = 1 } = model.vision_cfg;
  const attention = Array.isArray(layers) ? 32 : 1;
  if (width !== undefined && (width * attention) % headWidth !== 0)
    throw new Error('vision_cfg.head_width does not divide vision_cfg.width');
  return { model, pixels: pixelsOf(preprocessing.parse(json?.['preprocess_cfg'] ?? {})) };
}
