import { messageOf, nearestNames, UserError } from '@alignclip/core';
import * as tokenizers from '@huggingface/tokenizers';
import { readTokenizerFile, type TokenizerFile } from './tokenizer-schema';
import { withinSeconds } from './within-seconds';

/** A tokenizer of Hugging Face's library. */
export interface HubTokenizer {
  /** Above the largest id of a token. */
  readonly vocabularySize: number;
  /** What every text gets before and after its own ids. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The token that the file pads with, where it says so. */
  readonly padding: number | undefined;
  /** Ids of a text with those before and after. Throws UserError where a text takes too long. */
  encode(text: string): readonly number[];
  /** The id of a token. Throws UserError with the nearest ones. */
  idOf(token: string): number;
}

/** The library's types import files that it doesn't ship. */
const { Tokenizer } = tokenizers as unknown as {
  readonly Tokenizer: new (
    json: object,
    config: object,
  ) => { encode(text: string, options?: object): { readonly ids: readonly unknown[] } };
};

/** Far more than any tokenizer needs for a caption, or for being built. */
const [secondsToBuild, secondsToEncode] = [120, 20];

/**
 * Reads a `tokenizer.json`. Nothing in it is executed but its regular expressions, for a bounded time. Throws UserError that
 * names the file where it is not one, where its model isn't known, and where it has no token for the end of a text.
 */
export async function readHubTokenizer(path: string): Promise<HubTokenizer> {
  const file = await readTokenizerFile(path);
  const tokenizer = naming(path, () =>
    withinSeconds(secondsToBuild, 'building the tokenizer', () => new Tokenizer(file, {})),
  );
  const ids = idsOf(file);
  const vocabularySize = [...ids.values()].reduce((most, id) => Math.max(most, id), -1) + 1;
  const encode = (text: string): readonly number[] =>
    naming(path, () => {
      const what = `the text "${text.slice(0, 60)}"`;
      const found = withinSeconds(secondsToEncode, what, () => tokenizer.encode(text).ids);
      return found.map((id) => (isId(id) && id < vocabularySize ? id : unknown(what)));
    });
  const idOf = (token: string): number => ids.get(token) ?? noToken(path, token, ids);
  return { vocabularySize, ...aroundTexts(path, encode), padding: paddingOf(file, ids), encode, idOf };
}

/** The id of an unknown token may be anything that the file says. */
const isId = (id: unknown): id is number => Number.isInteger(id) && (id as number) >= 0;

function unknown(what: string): never {
  throw new UserError(`${what} has a part that no token is, and the file has no token for unknown ones`);
}

/** The ids of all tokens, added ones included. */
function idsOf({ model, added_tokens: added }: TokenizerFile): Map<string, number> {
  const own = Array.isArray(model.vocab)
    ? model.vocab.map(([token], id): [string, number] => [token, id])
    : Object.entries(model.vocab);
  return new Map([...own, ...added.map(({ content, id }): [string, number] => [content, id])]);
}

/** Found by texts of their own; throws UserError where nothing ends a text. */
function aroundTexts(path: string, encode: (text: string) => readonly number[]) {
  const [none, some] = [encode(''), encode('a')];
  const differs = none.findIndex((id, i) => id !== some[i]);
  const start = none.length === some.length ? none.length - 1 : differs < 0 ? none.length : differs;
  const [before, after] = [none.slice(0, start), none.slice(start)];
  if (after.length > 0) return { before, after };
  throw new UserError(
    `${path}: it puts no token after a text (post_processor), so nothing says where texts end; a text tower can't use it`,
  );
}

function paddingOf({ padding }: TokenizerFile, ids: ReadonlyMap<string, number>): number | undefined {
  const token = padding?.pad_token;
  return padding?.pad_id ?? (token === undefined ? undefined : ids.get(token));
}

function noToken(path: string, token: string, ids: ReadonlyMap<string, number>): never {
  const special = [...ids.keys()].filter((one) => /^[<[].+[\]>]$/.test(one)).slice(0, 1000);
  const near = nearestNames(token, special, 3);
  const known = near.length > 0 ? near : special.slice(0, 5);
  throw new UserError(`${path}: has no token "${token}"; near ones: ${known.join(', ') || 'none'}`);
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
}
