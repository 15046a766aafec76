import type { Json } from '@alignclip/core';
import { crc32 } from 'node:zlib';
import protobuf from 'protobufjs/light';

/** A finished run as Weights & Biases shows it. */
export interface WandbRun {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  /** Runs of one group are averaged. */
  readonly group: string;
  readonly host: string;
  /** In milliseconds since 1970. */
  readonly start: number;
  readonly seconds: number;
  readonly config: Readonly<Record<string, Json>>;
  /** In the order of their steps, which are whole numbers. All are said to be measured at the run's end. */
  readonly history: readonly { readonly step: number; readonly values: Readonly<Record<string, number>> }[];
  readonly summary: Readonly<Record<string, number>>;
}

/** The content of `run-<id>.wandb`, as wandb writes it offline. */
export function wandbRunFile(run: WandbRun): Buffer {
  const time = run.start / 1000 + run.seconds;
  const measured = { _timestamp: time, _runtime: run.seconds };
  const records: object[] = [
    { header: { versionInfo: { producer: 'alignclip' } } },
    { run: runOf(run) },
    ...run.history.map(({ step, values }) => ({
      history: { item: items({ ...values, ...measured, _step: step }), step: { num: step } },
    })),
    { summary: { update: items({ ...run.summary, ...measured }) } },
    { exit: { exitCode: 0, runtime: Math.round(run.seconds) } },
  ];
  return logFile(records.map((record, i) => message.encode(message.create({ num: i + 1, ...record })).finish()));
}

const runOf = ({ id, project, name, group, host, start, config }: WandbRun): object => ({
  ...{ runId: id, project, runGroup: group, displayName: name, host },
  config: { update: Object.entries(config).map(([key, value]) => ({ key, valueJson: JSON.stringify(value) })) },
  startTime: { seconds: Math.floor(start / 1000), nanos: (start % 1000) * 1_000_000 },
});

/** As a path of one part, so that a dot in a name is part of it. */
const items = (values: Readonly<Record<string, number>>): object[] =>
  Object.entries(values).map(([name, value]) => ({ nestedKey: [name], valueJson: JSON.stringify(value) }));

const itemFields = {
  key: { type: 'string', id: 1 },
  nestedKey: { rule: 'repeated', type: 'string', id: 2 },
  valueJson: { type: 'string', id: 16 },
};

/** The part of `wandb/proto/wandb_internal.proto` (package wandb 0.28.2) that a finished run needs, with its field numbers. */
const message = protobuf.Root.fromJSON({
  nested: {
    Record: {
      fields: {
        num: { type: 'int64', id: 1 },
        history: { type: 'History', id: 2 },
        summary: { type: 'Items', id: 3 },
        run: { type: 'Run', id: 17 },
        exit: { type: 'Exit', id: 18 },
        header: { type: 'Header', id: 21 },
      },
    },
    Header: { fields: { versionInfo: { type: 'Version', id: 1 } } },
    Version: { fields: { producer: { type: 'string', id: 1 } } },
    Run: {
      fields: {
        runId: { type: 'string', id: 1 },
        project: { type: 'string', id: 3 },
        config: { type: 'Items', id: 4 },
        runGroup: { type: 'string', id: 6 },
        displayName: { type: 'string', id: 8 },
        host: { type: 'string', id: 13 },
        startTime: { type: 'Time', id: 17 },
      },
    },
    Time: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    Items: { fields: { update: { rule: 'repeated', type: 'Item', id: 1 } } },
    Item: { fields: itemFields },
    History: { fields: { item: { rule: 'repeated', type: 'Item', id: 1 }, step: { type: 'Step', id: 2 } } },
    Step: { fields: { num: { type: 'int64', id: 1 } } },
    Exit: { fields: { exitCode: { type: 'int32', id: 1 }, runtime: { type: 'int32', id: 2 } } },
  },
}).lookupType('Record');

const blockBytes = 32_768;
const headerBytes = 7;
const kinds = { full: 1, first: 2, middle: 3, last: 4 } as const;

/**
 * LevelDB's log: blocks of 32 KiB; a record that goes beyond one is written in pieces, each with checksum, length and kind
 * (`wandb/sdk/internal/datastore.py`, wandb 0.28.2, with the plain CRC-32 and a header of its own).
 */
export function logFile(records: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [Buffer.from([...Buffer.from(':W&B'), 0xe1, 0xbe, 0])];
  let size = headerBytes;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    size += bytes.length;
  };
  for (const record of records) {
    let rest = record;
    let begun = false;
    do {
      const room = blockBytes - (size % blockBytes);
      if (room < headerBytes) add(Buffer.alloc(room));
      const data = rest.subarray(0, (room < headerBytes ? blockBytes : room) - headerBytes);
      rest = rest.subarray(data.length);
      const kind = rest.length > 0 ? (begun ? 'middle' : 'first') : begun ? 'last' : 'full';
      add(piece(data, kinds[kind]));
      begun = true;
    } while (rest.length > 0);
  }
  return Buffer.concat(parts);
}

function piece(data: Uint8Array, kind: number): Buffer {
  const bytes = Buffer.alloc(headerBytes + data.length);
  bytes.writeUInt16LE(data.length, 4);
  bytes.writeUInt8(kind, 6);
  bytes.set(data, headerBytes);
  bytes.writeUInt32LE(crc32(bytes.subarray(6)), 0);
  return bytes;
}
