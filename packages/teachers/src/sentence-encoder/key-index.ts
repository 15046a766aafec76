/** Words of a slot: 64 bits of the key, and its number + 1; 0 there means free. */
const stride = 3;

/**
 * Numbers by key in 24 to 48 bytes an entry, for millions of keys that are evenly spread, as hashes are. It knows 64
 * bits of a key, so what it finds is to be checked against the whole one. Open addressing, at most half full.
 */
export class KeyIndex {
  private slots = new Uint32Array(1024 * stride);
  private entries = 0;

  get size(): number {
    return this.entries;
  }

  /** A key that is there already keeps its number. At least 8 bytes. */
  add(key: Uint8Array, number: number): void {
    if (2 * this.entries * stride >= this.slots.length) this.grow();
    this.put(firstWord(key), secondWord(key), number + 1);
  }

  /** Gives a key that is there another number. */
  move(key: Uint8Array, number: number): void {
    this.slots[this.place(firstWord(key), secondWord(key)) + 2] = number + 1;
  }

  find(key: Uint8Array): number | undefined {
    const number = this.slots[this.place(firstWord(key), secondWord(key)) + 2]!;
    return number === 0 ? undefined : number - 1;
  }

  private put(first: number, second: number, value: number): void {
    const at = this.place(first, second);
    if (this.slots[at + 2] !== 0) return;
    this.slots[at] = first;
    this.slots[at + 1] = second;
    this.slots[at + 2] = value;
    this.entries += 1;
  }

  /** Where the key is, or the free slot where it belongs. */
  private place(first: number, second: number): number {
    const { slots } = this;
    const count = slots.length / stride;
    for (let slot = first % count; ; slot = (slot + 1) % count) {
      const at = slot * stride;
      if (slots[at + 2] === 0 || (slots[at] === first && slots[at + 1] === second)) return at;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(2 * old.length);
    this.entries = 0;
    for (let at = 0; at < old.length; at += stride) {
      if (old[at + 2] !== 0) this.put(old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }
}

const wordAt = (key: Uint8Array, at: number): number =>
  ((key[at]! << 24) | (key[at + 1]! << 16) | (key[at + 2]! << 8) | key[at + 3]!) >>> 0;
const firstWord = (key: Uint8Array) => wordAt(key, 0);
const secondWord = (key: Uint8Array) => wordAt(key, 4);
