import type { HyperParameters } from '@alignclip/experiment';

/** A model that open_clip builds with random weights and writes. */
export interface MadeCase {
  readonly name: string;
  /** A name of open_clip, or a configuration. */
  readonly model: string | object;
  readonly file: string;
  readonly layout: 'zip' | 'legacy' | 'safetensors';
  readonly precision: 'float32' | 'float16' | 'bfloat16';
  /** Names with `module.`, as data-parallel training writes them. */
  readonly wrapped: boolean;
  readonly activation: HyperParameters['activation'];
  /** What no file tells. */
  readonly told: Partial<HyperParameters>;
  /** First tokens of the tokenizer.json that the model needs, if CLIP's isn't its own; start and end are among them. */
  readonly tokenizer?: readonly string[];
}

export const made = (name: string, model: MadeCase['model'], rest: Partial<MadeCase> = {}): MadeCase => {
  const layout = rest.layout ?? 'zip';
  const file = `${name}.${layout === 'safetensors' ? 'safetensors' : 'pt'}`;
  return { name, model, file, layout, precision: 'float32', wrapped: false, activation: 'gelu', told: {}, ...rest };
};

export const tiny = {
  embed_dim: 48,
  vision_cfg: { image_size: 48, patch_size: 16, width: 128, layers: 2, mlp_ratio: 3.5 },
  text_cfg: { width: 64, heads: 1, layers: 3, context_length: 20 },
};
