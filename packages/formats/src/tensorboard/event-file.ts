import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { decodeEvent, encodeEvent, type ScalarEvent } from './event-message';
import { readTfRecords, tfRecord } from './tf-record';

const fileVersion = 'brain.Event:2';
/** Beyond it a file is not read but begun anew: it holds millions of points and is none of ours. */
const largest = 2 ** 30;

/** A point of a curve. */
export interface ScalarPoint {
  readonly tag: string;
  readonly step: number;
  /** Single precision. */
  readonly value: number;
}

/** The points of an event file up to its end or its first damaged record, and how many bytes these are. */
export function readEventFile(path: string): { points: ScalarPoint[]; size: number } {
  if (statSync(path).size > largest) return { points: [], size: 0 };
  const { records, size } = readTfRecords(readFileSync(path));
  const [first, ...events] = records.map(decodeEvent);
  if (first?.fileVersion !== fileVersion) return { points: [], size: 0 };
  return { points: events.flatMap(pointsOf), size };
}

const pointsOf = (event: ScalarEvent | undefined): ScalarPoint[] =>
  (event?.summary?.value ?? []).map(({ tag, simpleValue }) => ({ tag, step: event?.step ?? 0, value: simpleValue }));

/**
 * A TensorBoard event file of scalars that grows while a run goes on, record by record. Opened again after its writer was
 * killed it drops a record that was cut off, and it takes no point twice: a resumed run may tell again what it has told.
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
    appendFileSync(this.path, tfRecord(encodeEvent(event)));
  }
}

const now = (): number => Date.now() / 1000;
