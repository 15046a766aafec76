import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf, UserError } from '@alignclip/core';
import * as tokenizers from '@huggingface/tokenizers';
import { readJson } from './model-config';

interface HubTokenizer {
  encode(text: string): { readonly ids: readonly number[] };
  token_to_id(token: string): number | undefined;
}

export interface Tokenizer extends Pick<HubTokenizer, 'encode'> {
  /** The id that a word gets which the vocabulary can't express, if there is one. */
  readonly unknownId: number | undefined;
}

/** The library's types import files that it doesn't ship. */
const { Tokenizer: Tokenizers } = tokenizers as unknown as {
  readonly Tokenizer: new (json: object, config: object) => HubTokenizer;
};

/** Throws UserError, here and in `encode`, where the file is not a tokenizer of Hugging Face's library. */
export async function readTokenizer(path: string): Promise<Tokenizer> {
  const json = await readJson(path);
  const tokenizer = naming(path, () => new Tokenizers(json as object, {}));
  const unknown = (json as { model?: { unk_token?: unknown } }).model?.unk_token;
  return {
    encode: (text) => naming(path, () => tokenizer.encode(text)),
    unknownId: typeof unknown === 'string' ? tokenizer.token_to_id(unknown) : undefined,
  };
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
}

/** The installed version of the library, which decides the ids of a text. */
export function tokenizersVersion(): string {
  const folder = dirname(require.resolve('@huggingface/tokenizers'));
  return (JSON.parse(readFileSync(join(folder, '../package.json'), 'utf8')) as { version: string }).version;
}
