import { UserError } from '@alignclip/core';
import type { ModelForm } from '@alignclip/formats';
import { existsSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { HyperParameters } from './model-config';
import { type OpenClipConfig, readConfig } from './open-clip-config';

/** A configuration file beside a checkpoint. */
export interface ConfigBeside {
  readonly path: string;
  readonly hyperParameters: Partial<HyperParameters>;
}

/**
 * What the weights of a checkpoint don't tell, from `<name>-config.json` beside `<name>.pt`, as `alignclip export` writes
 * it, or from open_clip's `open_clip_config.json` in its folder. Undefined where there is none. Throws UserError where it
 * is not of open_clip's kind, of another model than the weights, or of one that our towers can't be.
 */
export function configBeside(checkpoint: string, form: ModelForm): ConfigBeside | undefined {
  const { dir, name } = parse(checkpoint);
  const names = [`${name}-config.json`, 'open_clip_config.json'];
  const path = names.map((one) => join(dir || '.', one)).find((one) => existsSync(one) && statSync(one).isFile());
  if (path === undefined) return undefined;
  const config = readConfig(path);
  if (!('model' in config)) return { path, hyperParameters: config };
  const { model, pixels } = config;
  checkWidths(path, model, form, checkpoint);
  refuseOtherForms(path, model);
  if (pixels === 'half' && form.image.type !== 'vision-transformer')
    throw new UserError(
      `${path}: preprocess_cfg with mean .5: of our image towers only vision-transformer has pixels "half"`,
    );
  const images = ofImages(model.vision_cfg, form);
  return { path, hyperParameters: { ...images, ...ofTexts(model), ...(pixels !== undefined && { pixels }) } };
}

function checkWidths(path: string, config: OpenClipConfig, { image, text }: ModelForm, checkpoint: string): void {
  for (const [key, width, own] of [
    ['vision_cfg', config.vision_cfg.width, 'width' in image ? image.width : undefined],
    ['text_cfg', config.text_cfg.width, text.width],
  ] as const)
    if (width !== undefined && own !== undefined && width !== own)
      throw new UserError(
        `${path}: ${key}.width is ${width}, the weights of ${checkpoint} have ${own}: it is of another model`,
      );
}

/** Pooling that the weights don't tell and no option of our towers is. */
function refuseOtherForms(path: string, { vision_cfg: image, text_cfg: text }: OpenClipConfig): void {
  const refuse = (what: string, nearest: string) => {
    throw new UserError(`${path}: ${what}: our towers don't have it; the nearest is ${nearest}`);
  };
  if (image.final_ln_after_pool === true && image.pool_type === 'avg')
    refuse('vision_cfg.final_ln_after_pool with pool_type "avg"', 'LayerNorm before the mean');
  if (image.pool_type === 'none') refuse('vision_cfg.pool_type "none"', '"tok" or "avg"');
  refuseOtherCocas(image, text, refuse);
  if (text.hf_model_name != null && (text.hf_pooler_type ?? 'mean_pooler') !== 'mean_pooler')
    refuse(`text_cfg.hf_pooler_type "${text.hf_pooler_type!.slice(0, 40)}"`, '"mean_pooler"');
  if (text.embed_cls !== true && text.pool_type !== undefined && !Object.hasOwn(textPoolings, text.pool_type))
    refuse(`text_cfg.pool_type "${text.pool_type.slice(0, 40)}"`, '"argmax" or "last"');
}

function refuseOtherCocas(
  image: OpenClipConfig['vision_cfg'],
  text: OpenClipConfig['text_cfg'],
  refuse: (what: string, nearest: string) => void,
): void {
  if (image.attentional_pool === true && image.pool_type !== undefined && image.pool_type !== 'tok')
    refuse(`vision_cfg.attentional_pool with pool_type "${image.pool_type.slice(0, 40)}"`, '"tok"');
  if (image.attentional_pool === true && (image.norm_kwargs?.eps ?? 1e-5) !== 1e-5)
    refuse('vision_cfg.attentional_pool with another ε than 1e-5, which its pooler keeps', 'one ε');
  if (text.embed_cls === true && text.no_causal_mask === true)
    refuse('text_cfg.embed_cls with no_causal_mask', 'the causal mask');
}

type Activation = HyperParameters['activation'];

const textPoolings = { argmax: 'end', last: 'last' } as const;

function ofImages(vision: OpenClipConfig['vision_cfg'], form: ModelForm): Partial<HyperParameters> {
  const { width, head_width: headWidth, image_size: size } = vision;
  const attention = form.image.type === 'modified-resnet' ? 32 : 1;
  const [edge] = [size].flat();
  return {
    ...(width !== undefined && headWidth !== undefined && { imageHeads: (width * attention) / headWidth }),
    ...(vision.norm_kwargs?.eps !== undefined && { imageEpsilon: vision.norm_kwargs.eps }),
    ...(vision.attn_pooler_heads !== undefined &&
      vision.attentional_pool === true && { poolingHeads: vision.attn_pooler_heads }),
    ...(vision.pool_type !== undefined && { imagePooling: vision.pool_type === 'avg' ? 'mean' : 'class-token' }),
    ...(edge !== undefined && form.image.type === 'convnext' && { imageSize: edge }),
  };
}

function ofTexts({
  quick_gelu: isQuick,
  vision_cfg: vision,
  text_cfg: text,
}: OpenClipConfig): Partial<HyperParameters> {
  const usual = isQuick === true ? 'quick-gelu' : 'gelu';
  const activationOf = ({ act_kwargs: given }: Pick<OpenClipConfig['text_cfg'], 'act_kwargs'>): Activation =>
    given?.approximate === 'tanh' ? 'gelu-tanh' : usual;
  const isTimm = vision.timm_model_name !== undefined && vision.timm_model_name !== null;
  const [activation, textActivation] = [activationOf(vision), activationOf(text)];
  const pooling = text.pool_type as keyof typeof textPoolings | undefined;
  return {
    // timm's trunks keep their own activation
    ...(!isTimm && { activation }),
    ...((isTimm || textActivation !== activation) && { textActivation }),
    ...(text.heads !== undefined && { textHeads: text.heads }),
    ...(text.norm_kwargs?.eps !== undefined && { textEpsilon: text.norm_kwargs.eps }),
    ...(pooling !== undefined && text.embed_cls !== true && { textPooling: textPoolings[pooling] }),
    ...(text.no_causal_mask === true && { causal: false }),
  };
}
