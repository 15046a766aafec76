import { sha256 } from './json';

/** Where an example stands in training: its number within an epoch. */
export interface ShownAt {
  readonly epoch: number;
  readonly index: number;
}

/** The examples' keys for `uniformRows`, two words each, [2N]: each follows from the seed and its own place alone. */
export function exampleKeys(seed: number, examples: readonly ShownAt[]): Uint32Array<ArrayBuffer> {
  const [first, second] = wordsOf(['example', seed]);
  const keys = new Uint32Array(2 * examples.length);
  examples.forEach(({ epoch, index }, i) => {
    const place = mixed(mixed(epoch ^ first) + Math.floor(index / 2 ** 32)); // an index may pass 32 bits in a stream
    keys[2 * i] = mixed(place + index);
    keys[2 * i + 1] = mixed(mixed(place ^ second) ^ index);
  });
  return keys;
}

/** The words of each row from which its numbers of a name follow, two a row, [2N]: `uniformRows` has the formula. */
export function rowWords(keys: Uint32Array, name: string): Int32Array<ArrayBuffer> {
  const names = wordsOf(['name', name]);
  return Int32Array.from(keys, (key, i) => mixed(key ^ names[i % 2]!));
}

/**
 * Uniform numbers in [0, 1), [N, columns], each from its row's key, the name and the column alone: rows can be made in
 * any order and any part. Multiples of 2⁻²⁴. The column is hashed by three rounds of multiply and xor-shift (constants:
 * triple32 of C. Wellons, Hash Prospector) with a word of the row between them.
 */
export const uniformRows = (keys: Uint32Array, name: string, columns: number): Float32Array<ArrayBuffer> =>
  uniformOf(rowWords(keys, name), columns);

/** The numbers of `uniformRows` from the words of its rows. */
export function uniformOf(words: Int32Array, columns: number): Float32Array<ArrayBuffer> {
  const rows = words.length / 2;
  const numbers = new Float32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row += 1) {
    const [start, middle] = [words[2 * row]!, words[2 * row + 1]!];
    for (let column = 0; column < columns; column += 1, at += 1) {
      let word = (start + column) | 0;
      word = (Math.imul(word ^ (word >>> 17), 0xed5ad4bb) + middle) | 0;
      word = Math.imul(word ^ (word >>> 11), 0xac4c1b51);
      word = Math.imul(word ^ (word >>> 15), 0x31848bab);
      numbers[at] = ((word ^ (word >>> 14)) >>> 8) * 2 ** -24;
    }
  }
  return numbers;
}

/** A word from a word, one to one. */
function mixed(given: number): number {
  let word = given | 0;
  word = Math.imul(word ^ (word >>> 17), 0xed5ad4bb);
  word = Math.imul(word ^ (word >>> 11), 0xac4c1b51);
  word = Math.imul(word ^ (word >>> 15), 0x31848bab);
  return word ^ (word >>> 14);
}

function wordsOf(keys: readonly (string | number)[]): [number, number] {
  const hash = sha256(JSON.stringify(keys));
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8, 16), 16)];
}
