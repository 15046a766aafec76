import type { TokenMatrix, Tokenizer } from '@alignclip/core';
import { BytePairEncoding } from './byte-pair-encoding';
import { padRows } from './pad-rows';
import { remembered } from './remembered';
import { cleanText } from './text-cleaning';

const startWord = '<start_of_text>';
const endWord = '<end_of_text>';
/**
 * A word of lower-case text. The original ignores case, which matters twice: 'ſ splits like 's; and U+0345 is left out,
 * since it is not a letter but its capital is.
 */
const word = new RegExp(
  `<[sſ]tart_of_text>|${endWord}|'[sſ]|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\p{White_Space}\\p{L}\\p{N}\\u0345]+`,
  'gu',
);

let encoding: BytePairEncoding | undefined;

/**
 * CLIP's tokenizer with its full vocabulary of 49,408 ids, equal to `open_clip.tokenizer.SimpleTokenizer`.
 * Padding is id 0, which is also the id of "!" inside a word, as in the original.
 */
export class ClipTokenizer implements Tokenizer {
  private readonly encoding = (encoding ??= new BytePairEncoding([startWord, endWord]));
  readonly vocabularySize = this.encoding.vocabulary.length;
  readonly startToken = this.vocabularySize - 2;
  readonly endToken = this.vocabularySize - 1;
  private readonly knownRow = remembered((text) => this.row(text));

  constructor(readonly contextLength = 77) {}

  /** Ids of the cleaned text, without start, end and truncation. */
  tokenize(text: string): number[] {
    return (cleanText(text).match(word) ?? []).flatMap((part) => this.encoding.encodeWord(part));
  }

  /** Start token, ids, end token; at most contextLength, the last of which is always the end token. */
  row(text: string, contextLength = this.contextLength): number[] {
    const ids = [this.startToken, ...this.tokenize(text), this.endToken];
    return ids.length <= contextLength ? ids : [...ids.slice(0, contextLength - 1), this.endToken];
  }

  encode(texts: readonly string[], contextLength = this.contextLength): TokenMatrix {
    const row = contextLength === this.contextLength ? this.knownRow : (text: string) => this.row(text, contextLength);
    return padRows(texts.map(row));
  }

  /** The text of ids, a space after each word. */
  decode(ids: readonly number[]): string {
    return this.encoding.decode(ids);
  }
}
