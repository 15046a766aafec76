import { keyBytes, type EmbeddingFile } from './embedding-file';

/** A file whose rows are numbered from `first` on among those of all files. */
export type ListedFile = EmbeddingFile & { readonly first: number };

/** Words of a slot: 64 bits of the key, and its row number + 1; 0 there means free. */
const stride = 3;

/**
 * The file and row of each key, in 24 to 48 bytes per key, for millions of keys that are spread evenly, as hashes are. It
 * compares 64 bits of a key, so a row must be checked against the whole key. Open addressing, at most half full.
 */
export class KeyIndex {
  private slots = new Uint32Array(1024 * stride);
  private readonly files: ListedFile[] = [];
  private readonly gone = new Set<ListedFile>();
  private entries = 0;
  private rows = 0;

  /** Number of different keys. */
  get size(): number {
    return this.entries;
  }

  /** Adds the rows of a file. A key keeps its place, unless the file there was dropped. */
  add(file: EmbeddingFile, keys: Uint8Array): ListedFile {
    const listed = { ...file, first: this.rows };
    this.files.push(listed);
    for (let row = 0; row < file.rows; row += 1) this.put(keys.subarray(row * keyBytes), this.rows + row);
    this.rows += file.rows;
    return listed;
  }

  find(key: Uint8Array): { readonly file: ListedFile; readonly row: number } | undefined {
    const number = this.slots[this.slotOf(this.slots, firstWord(key), secondWord(key)) + 2]!;
    if (number === 0) return undefined;
    const file = this.fileOf(number - 1);
    return this.gone.has(file) ? undefined : { file, row: number - 1 - file.first };
  }

  /** From now on, nothing is found in that file. */
  drop(file: ListedFile): void {
    this.gone.add(file);
  }

  private put(key: Uint8Array, number: number): void {
    if (2 * this.entries * stride >= this.slots.length) this.grow();
    const slot = this.slotOf(this.slots, firstWord(key), secondWord(key));
    const known = this.slots[slot + 2]!;
    if (known !== 0 && !this.gone.has(this.fileOf(known - 1))) return;
    if (known === 0) this.entries += 1;
    this.slots.set([firstWord(key), secondWord(key), number + 1], slot);
  }

  private grow(): void {
    const larger = new Uint32Array(this.slots.length * 2);
    for (let slot = 0; slot < this.slots.length; slot += stride) {
      const [a, b, number] = [this.slots[slot]!, this.slots[slot + 1]!, this.slots[slot + 2]!];
      if (number !== 0) larger.set([a, b, number], this.slotOf(larger, a, b));
    }
    this.slots = larger;
  }

  /** The slot of a key, or the free one where it would be put. */
  private slotOf(slots: Uint32Array, a: number, b: number): number {
    const count = slots.length / stride;
    for (let at = a & (count - 1); ; at = (at + 1) & (count - 1)) {
      const slot = at * stride;
      if (slots[slot + 2] === 0 || (slots[slot] === a && slots[slot + 1] === b)) return slot;
    }
  }

  /** The last file whose first row is at the number or before it. */
  private fileOf(number: number): ListedFile {
    let [low, high] = [0, this.files.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.files[middle]!.first <= number) low = middle;
      else high = middle - 1;
    }
    return this.files[low]!;
  }
}

const wordAt = (key: Uint8Array, at: number): number =>
  ((key[at]! << 24) | (key[at + 1]! << 16) | (key[at + 2]! << 8) | key[at + 3]!) >>> 0;

const firstWord = (key: Uint8Array): number => wordAt(key, 0);

const secondWord = (key: Uint8Array): number => wordAt(key, 4);
