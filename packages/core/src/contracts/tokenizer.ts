import { slot } from '../token';

/** Token ids in row-major order; rows are padded with `0` to the longest one. */
export interface TokenMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly ids: Int32Array; // [rows * columns]
}

/** Text to token ids: start token, at most contextLength - 2 tokens, end token (the largest id). */
export interface Tokenizer {
  /** Ids are in [0, vocabularySize). */
  readonly vocabularySize: number;
  readonly contextLength: number;
  /** Trimmed to the longest row: the causal mask makes columns after the end token irrelevant. */
  encode(texts: readonly string[]): TokenMatrix;
  /** Hash of the file that decides the ids, where there is one. */
  fingerprint?(): Promise<string>;
  /** The id in that file of each id here, for towers that start with a token table of that file's vocabulary. */
  readonly fileIds?: readonly number[];
  /**
   * True where rows are as long as the context, padded with a token of the vocabulary, and the end token is not the one with the
   * largest id: for towers that read the whole context, such as SigLIP's.
   */
  readonly padsContext?: boolean;
  /** The id that it pads with, where that is known. */
  readonly padding?: number;
}

export const Tokenizer = slot<Tokenizer>()('tokenizer');
