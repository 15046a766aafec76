import type { TokenMatrix, Tokenizer } from '@alignclip/core';
import type { ClipTokenizer } from './clip-tokenizer';
import { padRows } from './pad-rows';
import { rememberable, remembered } from './remembered';

/** A tokenizer whose token table has rows for only some of CLIP's tokens. */
export interface CompactTokenizer extends Tokenizer {
  /** The id here of each id of CLIP's vocabulary; tokens that the texts don't have share one. */
  readonly idOfClipId: Int32Array;
}

export const isCompact = (tokenizer: Tokenizer): tokenizer is CompactTokenizer => 'idOfClipId' in tokenizer;

/**
 * The tokenizer with ids only for the tokens that `texts` have, V of them in the order of their full ids:
 * 0 is padding, 1 … V the tokens, V + 1 every token that `texts` don't have, V + 2 the start, V + 3 the end.
 * So a token table has V + 4 rows instead of 49,408, and the end token keeps the largest id.
 */
export function compactVocabulary(tokenizer: ClipTokenizer, texts: readonly string[]): CompactTokenizer {
  const made = vocabularies.get(texts) ?? new Map<number, CompactTokenizer>();
  vocabularies.set(texts, made);
  const known = made.get(tokenizer.contextLength) ?? vocabularyOf(tokenizer, texts);
  made.set(tokenizer.contextLength, known);
  return { ...known };
}

/** By texts and context length: a plan asks for that of every cell. */
const vocabularies = new WeakMap<readonly string[], Map<number, CompactTokenizer>>();

function vocabularyOf(tokenizer: ClipTokenizer, texts: readonly string[]): CompactTokenizer {
  const { contextLength, startToken, endToken } = tokenizer;
  const rows = texts.map((text) => tokenizer.row(text));
  const used = new Set(rows.flat());
  used.delete(startToken);
  used.delete(endToken);
  const ids = new Map([...used].sort((a, b) => a - b).map((id, index) => [id, index + 1]));
  const unknown = ids.size + 1;
  ids.set(startToken, unknown + 1).set(endToken, unknown + 2);
  const own = (row: readonly number[]): number[] => row.map((id) => ids.get(id) ?? unknown);
  const known = new Map(rememberable(texts).map((text, i) => [text, own(rows[i]!)]));
  const row = remembered((text) => own(tokenizer.row(text)), known);
  return {
    vocabularySize: unknown + 3,
    contextLength,
    idOfClipId: Int32Array.from({ length: tokenizer.vocabularySize }, (_, id) => ids.get(id) ?? unknown),
    encode: (batch): TokenMatrix => padRows(batch.map(row)),
  };
}
