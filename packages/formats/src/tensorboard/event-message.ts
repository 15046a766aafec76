import protobuf from 'protobufjs/light';

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
    Value: { fields: { tag: { type: 'string', id: 1 }, simpleValue: { type: 'float', id: 2 } } },
  },
});
const message = root.lookupType('Event');

export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step?: number;
  /** Only in the first event of a file. */
  readonly fileVersion?: string;
  readonly summary?: { readonly value: readonly { readonly tag: string; readonly simpleValue: number }[] };
}

export const encodeEvent = (event: ScalarEvent): Uint8Array => message.encode(message.create(event)).finish();

/** Undefined where the bytes are no event. */
export function decodeEvent(bytes: Uint8Array): ScalarEvent | undefined {
  try {
    return message.toObject(message.decode(bytes), { longs: Number, arrays: true }) as ScalarEvent;
  } catch {
    return undefined;
  }
}
