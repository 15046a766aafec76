import { clipNormalisation, UserError } from '@alignclip/core';
import { z } from 'zod';
import type { HubModel } from './hub-names';

const channels = z.union([z.number(), z.array(z.number()).length(3)]);
const schema = z.looseObject({ image_mean: channels.optional(), image_std: channels.optional() });

const isNear = (found: z.output<typeof channels>, wanted: readonly number[]): boolean =>
  wanted.every((value, i) => Math.abs((typeof found === 'number' ? found : found[i]!) - value) < 1e-3);

const half = [0.5, 0.5, 0.5] as const;

/**
 * Which pixels a model expects, by its `preprocessor_config.json`; undefined where that doesn't say it. Throws UserError that
 * names the field where no option of a tower stands for them.
 */
export function hubPixels(json: unknown): 'clip' | 'half' | undefined {
  const result = schema.safeParse(json);
  if (!result.success) throw new UserError(`${result.error.issues[0]?.path.join('.') || 'file'}: not three numbers`);
  const { image_mean: mean, image_std: std } = result.data;
  if (mean === undefined || std === undefined) return undefined;
  if (isNear(mean, half) && isNear(std, half)) return 'half';
  if (isNear(mean, clipNormalisation.mean) && isNear(std, clipNormalisation.std)) return 'clip';
  throw new UserError(
    `image_mean ${JSON.stringify(mean)} and image_std ${JSON.stringify(std)}: our image towers expect CLIP's (${clipNormalisation.mean.join(', ')}), or .5 and .5`,
  );
}

/** The `preprocessor_config.json` of a model with these pixels. */
export function hubPreprocessor(
  model: HubModel,
  size: number,
  pixels: 'clip' | 'half' | undefined,
): Record<string, unknown> {
  const { mean, std } = pixels === 'half' ? { mean: half, std: half } : clipNormalisation;
  const isClip = model === 'CLIPModel';
  return {
    image_processor_type: isClip ? 'CLIPImageProcessor' : 'SiglipImageProcessor',
    do_resize: true,
    size: isClip ? { shortest_edge: size } : { height: size, width: size },
    ...(isClip && { do_center_crop: true, crop_size: { height: size, width: size } }),
    do_convert_rgb: true,
    resample: 3,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: mean,
    image_std: std,
  };
}
