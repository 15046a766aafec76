import type { Part, StoredItem } from './part';

/** The position of a reading in lanes: for each lane its part and next item, and the lane whose turn it is. */
export interface LanesPosition {
  readonly lanes: readonly (readonly [part: number, item: number])[];
  readonly turn: number;
}

/**
 * Reads n parts at the same time, an item of each in turn: lane j reads the parts j, j + n, j + 2n, … one after another.
 * So neighbours in a shard don't stay neighbours, with one open file per lane.
 */
export class PartLanes {
  private readonly lanes: Lane[];
  private turn: number;

  constructor(parts: readonly Part[], count: number, position?: LanesPosition) {
    const lanes = Math.max(1, Math.min(count, parts.length));
    this.lanes = Array.from({ length: lanes }, (_, lane) => {
      const own = parts.filter((_part, i) => i % lanes === lane);
      return new Lane(own, ...(position?.lanes[lane] ?? [0, 0]));
    });
    this.turn = position?.turn ?? 0;
  }

  get position(): LanesPosition {
    return { lanes: this.lanes.map(({ part, item }) => [part, item] as const), turn: this.turn };
  }

  /** Undefined once all parts are read. */
  async next(): Promise<StoredItem | undefined> {
    for (let tried = 0; tried < this.lanes.length; tried += 1) {
      const lane = this.lanes[this.turn]!;
      this.turn = (this.turn + 1) % this.lanes.length;
      const item = await lane.next();
      if (item !== undefined) return item;
    }
    return undefined;
  }

  async close(): Promise<void> {
    for (const lane of this.lanes) await lane.close();
  }
}

/** Reads its parts one after another; `item` is the number of the next item in the part. */
class Lane {
  private open: AsyncIterator<StoredItem, undefined> | undefined;

  constructor(
    private readonly parts: readonly Part[],
    public part: number,
    public item: number,
  ) {}

  async next(): Promise<StoredItem | undefined> {
    for (; this.part < this.parts.length; this.part += 1, this.item = 0, this.open = undefined) {
      this.open ??= this.parts[this.part]!.read(this.item)[Symbol.asyncIterator]();
      const next = await this.open.next();
      if (next.done === true) continue;
      this.item += 1;
      return next.value;
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.open?.return?.();
    this.open = undefined;
  }
}
