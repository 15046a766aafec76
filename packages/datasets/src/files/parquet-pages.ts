import { skimThrift, type ThriftFields } from './thrift-skim';

/** What decoding a column needs to know. */
export interface ColumnLevels {
  readonly definition: number;
  readonly repetition: number;
}

/** The memory that the columns of a row group may take. */
export class PageBudget {
  constructor(
    private bytes: number,
    private values: number,
  ) {}

  take(bytes: number, values: number): void {
    this.bytes -= bytes;
    this.values -= values;
    if (!(bytes >= 0 && values >= 0 && this.bytes >= 0 && this.values >= 0)) {
      throw new RangeError('a row group unpacks to more than it says or may; refused');
    }
  }
}

type Unpack = (packed: Uint8Array, length: number) => Uint8Array;

/**
 * Checks the pages of a column chunk before they are decoded: sizes, numbers of values and runs, which a decoder takes at
 * their word. Throws RangeError where they are beyond the budget or don't fit together.
 */
export function checkPages(chunk: Uint8Array, levels: ColumnLevels, budget: PageBudget, unpack: Unpack): void {
  for (let at = 0; at < chunk.length - 1;) {
    const { fields, end } = skimThrift(chunk, at);
    const [type, unpacked, packed] = [numberIn(fields, 1), numberIn(fields, 2), numberIn(fields, 3)];
    if (end + packed > chunk.length) throw new RangeError('a page ends after its column');
    budget.take(unpacked, 0);
    const payload = chunk.subarray(end, end + packed);
    if (type === 0) checkFirstKind(structIn(fields, 5), unpack(payload, unpacked), levels, budget);
    else if (type === 2) {
      budget.take(0, numberIn(structIn(fields, 7), 1));
      unpack(payload, unpacked);
    } else if (type === 3)
      checkSecondKind(structIn(fields, 8), payload, levels, budget, (values, before) =>
        unpack(values, unpacked - before),
      );
    at = end + packed;
  }
}

function checkFirstKind(head: ThriftFields, page: Uint8Array, levels: ColumnLevels, budget: PageBudget): void {
  const count = numberIn(head, 1);
  budget.take(0, count);
  let at = 0;
  for (const level of [levels.repetition, levels.definition]) {
    if (level === 0) continue;
    const length = new DataView(page.buffer, page.byteOffset, page.length).getUint32(at, true);
    checkRuns(page.subarray(at + 4, at + 4 + length), bitsFor(level), count);
    at += 4 + length;
  }
  checkValues(page.subarray(at), numberIn(head, 2), count, budget);
}

function checkSecondKind(
  head: ThriftFields,
  payload: Uint8Array,
  levels: ColumnLevels,
  budget: PageBudget,
  unpackAfter: (packed: Uint8Array, before: number) => Uint8Array,
): void {
  const count = numberIn(head, 1);
  const [definitions, repetitions] = [numberIn(head, 5), numberIn(head, 6)];
  budget.take(0, count);
  if (levels.repetition > 0) checkRuns(payload.subarray(0, repetitions), bitsFor(levels.repetition), count);
  const definitionBytes = payload.subarray(repetitions, repetitions + definitions);
  if (levels.definition > 0) checkRuns(definitionBytes, bitsFor(levels.definition), count);
  const before = repetitions + definitions;
  const values = payload.subarray(before);
  const page = head[7] === false ? values : unpackAfter(values, before);
  checkValues(page, numberIn(head, 4), count, budget);
}

const [plainDictionary, rle, deltaBytes, dictionary] = [2, 3, 7, 8];

function checkValues(page: Uint8Array, encoding: number, count: number, budget: PageBudget): void {
  if (encoding === plainDictionary || encoding === dictionary) checkRuns(page.subarray(1), page[0] ?? 0, count);
  else if (encoding === rle) checkRuns(page.subarray(4), 1, count);
  else if (encoding === deltaBytes) budget.take(count * page.length, 0); // each value may begin with all of the last one
}

/** Runs of the hybrid of run lengths and packed bits; each has at most the values that are missing. */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  for (let at = 0, seen = 0; at < bytes.length && seen < count;) {
    let head = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++] ?? 0;
      head += (byte & 127) * unit;
      if (byte < 128) break;
      if (unit > 2 ** 35) throw new RangeError('a run without end');
    }
    const isPacked = head % 2 === 1;
    const values = isPacked ? (head - 1) * 4 : head / 2;
    const size = isPacked ? (values / 8) * width : Math.ceil(width / 8);
    const isBounded = isPacked && width > 0; // by its bytes
    if (!isBounded && values > count - seen + 8) throw new RangeError('a run of more values than its page has');
    seen += values;
    at += size;
  }
}

const bitsFor = (level: number): number => 32 - Math.clz32(level);

function numberIn(fields: ThriftFields, field: number): number {
  const value = fields[field];
  if (typeof value === 'number' && value >= 0) return value;
  throw new RangeError('a page without a valid size');
}

function structIn(fields: ThriftFields, field: number): ThriftFields {
  const value = fields[field];
  if (typeof value === 'object') return value;
  throw new RangeError('a page without its header');
}
