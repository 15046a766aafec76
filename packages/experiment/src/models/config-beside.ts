import { messageOf, UserError } from '@alignclip/core';
import type { ModelForm } from '@alignclip/formats';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { z } from 'zod';
import type { HyperParameters } from './model-config';

/** A configuration file beside a checkpoint. */
export interface ConfigBeside {
  readonly path: string;
  readonly hyperParameters: Partial<HyperParameters>;
}

const count = z.int().min(1).max(65_536);

/** What is read of a configuration of open_clip; it has more. */
const schema = z.object({
  quick_gelu: z.boolean().optional(),
  vision_cfg: z.object({ width: count, head_width: count.optional() }),
  text_cfg: z.object({ width: count, heads: count.optional() }),
});

const maxBytes = 2 ** 20;

/**
 * Heads and activation from `<name>-config.json` beside `<name>.pt`, as `alignclip export` writes it. Undefined where there
 * is none. Throws UserError where it is not of open_clip's kind, or of another model than the weights.
 */
export function configBeside(checkpoint: string, { image, text }: ModelForm): ConfigBeside | undefined {
  const path = join(dirname(checkpoint), `${parse(checkpoint).name}-config.json`);
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  const config = parsed(path);
  const { vision_cfg: vision, text_cfg: texts } = config;
  for (const [key, { width }, own] of [
    ['vision_cfg', vision, image.width],
    ['text_cfg', texts, text.width],
  ] as const)
    if (width !== own)
      throw new UserError(
        `${path}: ${key}.width is ${width}, the weights of ${checkpoint} have ${own}: it is of another model`,
      );
  return {
    path,
    hyperParameters: {
      ...(vision.head_width !== undefined && { imageHeads: vision.width / vision.head_width }),
      ...(texts.heads !== undefined && { textHeads: texts.heads }),
      activation: config.quick_gelu === true ? 'quick-gelu' : 'gelu',
    },
  };
}

function parsed(path: string): z.output<typeof schema> {
  if (statSync(path).size > maxBytes) throw new UserError(`${path}: too large for a configuration`);
  try {
    const config = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (config.vision_cfg.width % (config.vision_cfg.head_width ?? 1) !== 0)
      throw new Error('vision_cfg.head_width does not divide vision_cfg.width');
    return config;
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : messageOf(error);
    throw new UserError(`${path}: not a configuration of open_clip: ${what}`);
  }
}
