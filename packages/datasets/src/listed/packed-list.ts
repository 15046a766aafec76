const chunkBytes = 2 ** 22;

/** A growing list of JSON values, kept as text outside the heap: about the bytes that they had in their file. */
export class PackedList<T> {
  private readonly chunks: Buffer[] = [];
  private used = chunkBytes;
  /** Chunk, start and end of each value. */
  private readonly places: number[] = [];

  get length(): number {
    return this.places.length / 3;
  }

  push(value: T): void {
    this.places.push(...this.store(value));
  }

  /** The room of the old value stays taken. */
  replace(index: number, value: T): void {
    this.store(value).forEach((place, i) => (this.places[index * 3 + i] = place));
  }

  at(index: number): T {
    const [chunk, start, end] = this.places.slice(index * 3, index * 3 + 3) as [number, number, number];
    return JSON.parse(this.chunks[chunk]!.toString('utf8', start, end)) as T;
  }

  private store(value: T): [chunk: number, start: number, end: number] {
    const bytes = Buffer.from(JSON.stringify(value));
    if (this.used + bytes.length > (this.chunks.at(-1)?.length ?? 0)) {
      this.chunks.push(Buffer.allocUnsafeSlow(Math.max(chunkBytes, bytes.length)));
      this.used = 0;
    }
    const start = this.used;
    this.used += bytes.copy(this.chunks.at(-1)!, start);
    return [this.chunks.length - 1, start, this.used];
  }
}
