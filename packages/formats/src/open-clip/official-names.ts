import { UserError } from '@alignclip/core';

import type { StateDict } from './model-size';

/** What data-parallel training and torch.compile put before every name. */
const wrappers = /^(?:module\.|_orig_mod\.)+/;

/** In the state dict of some models or versions, but no part of what the towers compute. */
const harmless =
  /^(?:text\.text_projection|(?:text\.)?attn_mask|logit_bias|input_resolution|context_length|vocab_size)$/;

/** True for names that can be left out without changing an embedding; `text.text_projection` only beside `projection`. */
export const isHarmless = (name: string): boolean => harmless.test(name);

/**
 * The names of open_clip's CLIP or AlignCLIP's SharedCLIP: wrappers' prefixes go, and a CustomTextCLIP's text tower
 * gets the names it has in CLIP. Throws UserError where two names become one.
 */
export function officialNames(stateDict: StateDict): StateDict {
  const plain = [...stateDict].map(([name, tensor]) => [name.replace(wrappers, ''), tensor] as const);
  const isCustomText =
    plain.some(([name]) => name === 'visual.proj') && plain.some(([name]) => name === 'text.token_embedding.weight');
  const renamed = new Map<string, (typeof plain)[number][1]>();
  for (const [name, tensor] of plain) {
    const official = isCustomText ? name.replace(/^text\./, '') : name;
    if (renamed.has(official)) throw new UserError(`the checkpoint has two parameters for "${official}"`);
    renamed.set(official, tensor);
  }
  return renamed;
}
