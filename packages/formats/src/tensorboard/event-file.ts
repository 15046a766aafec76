import { cannotWrite } from '@alignclip/core';
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import protobuf from 'protobufjs/light';
import { readTfRecords, tfRecord } from './tf-record';

const fileVersion = 'brain.Event:2';
/** A larger file is not read but started anew: it would hold millions of points and can't be ours. */
const maxBytes = 2 ** 30;

/** A point of a curve. */
export interface ScalarPoint {
  readonly tag: string;
  readonly step: number;
  /** Single precision. */
  readonly value: number;
}

/** The points of an event file up to its end or its first corrupt record, and the size of that part in bytes. */
export function readEventFile(path: string): { points: ScalarPoint[]; size: number } {
  if (statSync(path).size > maxBytes) return { points: [], size: 0 };
  const { records, size } = readTfRecords(readFileSync(path));
  const [first, ...events] = records.map(decodeEvent);
  if (first?.fileVersion !== fileVersion) return { points: [], size: 0 };
  return { points: events.flatMap(pointsOf), size };
}

/** Values without a scalar are left out: they hold a tensor, or are a 0 of our older versions, which TensorBoard doesn't show. */
const pointsOf = (event: ScalarEvent | undefined): ScalarPoint[] =>
  (event?.summary?.value ?? []).flatMap(({ tag = '', simpleValue }) =>
    simpleValue === undefined ? [] : [{ tag, step: event?.step ?? 0, value: simpleValue }],
  );

/**
 * A TensorBoard event file of scalars that grows record by record during a run. Opened again after its writer was killed,
 * it drops a truncated record and takes no point twice, so a resumed run may repeat points.
 */
export class EventFile {
  /** The last step of each tag. */
  private readonly last = new Map<string, number>();

  constructor(private readonly path: string) {
    const { points, size } = existsSync(path) ? readEventFile(path) : { points: [], size: 0 };
    if (existsSync(path) && size < statSync(path).size) truncateSync(path, size);
    if (size === 0) this.append({ wallTime: now(), fileVersion });
    for (const { tag, step } of points) this.last.set(tag, Math.max(step, this.last.get(tag) ?? -Infinity));
  }

  /** Adds the values whose tags have no point at that step or a later one. */
  add(step: number, values: Readonly<Record<string, number>>): void {
    const fresh = Object.entries(values).filter(([tag]) => step > (this.last.get(tag) ?? -Infinity));
    if (fresh.length === 0) return;
    this.append({
      wallTime: now(),
      step,
      summary: { value: fresh.map(([tag, simpleValue]) => ({ tag, simpleValue })) },
    });
    for (const [tag] of fresh) this.last.set(tag, step);
  }

  private append(event: ScalarEvent): void {
    try {
      appendFileSync(this.path, tfRecord(encodeEvent(event)));
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
  }
}

const now = (): number => Date.now() / 1000;

/** The part of TensorFlow's event.proto and summary.proto that scalars need, with its field numbers. */
const root = protobuf.Root.fromJSON({
  nested: {
    Event: {
      fields: {
        wallTime: { type: 'double', id: 1 },
        step: { type: 'int64', id: 2 },
        fileVersion: { type: 'string', id: 3 },
        summary: { type: 'Summary', id: 5 },
      },
    },
    Summary: { fields: { value: { rule: 'repeated', type: 'Value', id: 1 } } },
    Value: {
      fields: { tag: { type: 'string', id: 1 }, simpleValue: { type: 'float', id: 2 } },
      oneofs: { value: { oneof: ['simpleValue'] } }, // Only a member of a oneof is written where it is 0.
    },
  },
});
const message = root.lookupType('Event');

export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step?: number;
  /** Only in the first event of a file. */
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly { readonly tag?: string; readonly simpleValue?: number }[] };
}

export const encodeEvent = (event: ScalarEvent): Uint8Array => message.encode(message.create(event)).finish();

/** Undefined where the bytes are not an event. */
export function decodeEvent(bytes: Uint8Array): ScalarEvent | undefined {
  try {
    return message.toObject(message.decode(bytes), { longs: Number, arrays: true }) as ScalarEvent;
  } catch {
    return undefined;
  }
}
