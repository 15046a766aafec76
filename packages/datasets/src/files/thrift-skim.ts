const maxDepth = 32;

/** Numbers, true, false and structs by field; lists and texts are left out. */
export interface ThriftFields {
  readonly [field: number]: number | boolean | ThriftFields;
}

/**
 * Walks over a struct of Thrift's compact protocol without memory for its lists, so that a reader which reserves them can
 * follow. Throws RangeError where the struct is not complete: its lists have no more elements than bytes then.
 */
export function skimThrift(bytes: Uint8Array, start: number): { readonly fields: ThriftFields; readonly end: number } {
  const skim = new Skim(bytes, start);
  const fields = skim.struct(0);
  return { fields, end: skim.at };
}

class Skim {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  struct(depth: number): ThriftFields {
    if (depth > maxDepth) throw new RangeError('metadata nested too deep');
    const fields: Record<number, number | boolean | ThriftFields> = {};
    for (let id = 0; ;) {
      const head = this.byte();
      const type = head & 15;
      if (type === 0) return fields;
      id = head >> 4 === 0 ? this.zigzag() : id + (head >> 4);
      const value = this.value(type, depth);
      if (value !== undefined) fields[id] = value;
    }
  }

  private value(type: number, depth: number): number | boolean | ThriftFields | undefined {
    if (type <= 2) return type === 1;
    if (type === 3) return this.byte();
    if (type <= 6) return this.zigzag();
    if (type === 7) return this.skip(8);
    if (type === 8) return this.skip(this.varint());
    if (type === 9) return this.list(depth);
    if (type === 12) return this.struct(depth + 1);
    throw new RangeError(`metadata of type ${type}`);
  }

  private list(depth: number): undefined {
    if (depth > maxDepth) throw new RangeError('metadata nested too deep');
    const head = this.byte();
    const count = head >> 4 === 15 ? this.varint() : head >> 4;
    const type = head & 15;
    for (let i = 0; i < count; i += 1) {
      if (type <= 2) this.skip(1);
      else this.value(type, depth + 1);
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new RangeError('metadata ends early');
    this.at += 1;
    return byte;
  }

  private skip(count: number): undefined {
    this.at += count;
    if (this.at > this.bytes.length) throw new RangeError('metadata ends early');
  }

  private varint(): number {
    let value = 0;
    for (let unit = 1; unit < 2 ** 70; unit *= 128) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
    throw new RangeError('metadata with a number of more than 64 bits');
  }

  private zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
