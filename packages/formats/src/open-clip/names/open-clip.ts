import type { NameRow } from '../naming';
import { linear, norm } from './rows';

const blocks = (official: string, path: string): NameRow[] => [
  ...norm(`${official}.resblocks.#.ln_1`, `${path}/blocks/#/norm-1`),
  ...linear(`${official}.resblocks.#.attn.in_proj_`, `${path}/blocks/#/attention/qkv`),
  ...linear(`${official}.resblocks.#.attn.out_proj.`, `${path}/blocks/#/attention/output`),
  ...norm(`${official}.resblocks.#.ln_2`, `${path}/blocks/#/norm-2`),
  ...linear(`${official}.resblocks.#.mlp.c_fc.`, `${path}/blocks/#/mlp/input`),
  ...linear(`${official}.resblocks.#.mlp.c_proj.`, `${path}/blocks/#/mlp/output`),
];

export const logitScale: readonly NameRow[] = [['logit_scale', 'logit-scale', 'same']];

const imageTokens: readonly NameRow[] = [
  ['visual.class_embedding', 'image/class-token', 'same'],
  ['visual.positional_embedding', 'image/positions', 'same'],
  ['visual.conv1.weight', 'image/patch-embedding/kernel', 'patches'],
  ...norm('visual.ln_pre', 'image/pre-norm'),
];

const textTokens = (prefix: string): NameRow[] => [
  [`${prefix}positional_embedding`, 'text/positions', 'same'],
  [`${prefix}token_embedding.weight`, 'text/token-embedding', 'same'],
];

/** open_clip's VisionTransformer. */
export const visionTransformer: readonly NameRow[] = [
  ...imageTokens,
  ...blocks('visual.transformer', 'image'),
  ...norm('visual.ln_post', 'image/post-norm'),
  ['visual.proj', 'image/projection', 'same'],
];

/** open_clip's TextTransformer, in a CLIP (prefix none) or a CustomTextCLIP (`text.`). */
export const textTransformer = (prefix: '' | 'text.', hasBias: boolean): readonly NameRow[] => [
  ...textTokens(prefix),
  [`${prefix}cls_emb`, 'text/class-token', 'same'],
  ...blocks(`${prefix}transformer`, 'text'),
  ...norm(`${prefix}ln_final`, 'text/post-norm'),
  hasBias
    ? [`${prefix}text_projection.weight`, 'text/projection', 'transposed']
    : [`${prefix}text_projection`, 'text/projection', 'same'],
  [`${prefix}text_projection.bias`, 'text/projection-bias', 'same'],
];

/** AlignCLIP's SharedCLIP. */
export const sharedClip: readonly NameRow[] = [
  ...logitScale,
  ...imageTokens,
  ...textTokens('text.'),
  ...blocks('transformer', 'shared'),
  ...norm('ln_post', 'shared/post-norm'),
  ['projection', 'shared/projection', 'same'],
];
