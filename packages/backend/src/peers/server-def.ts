import type { Cluster } from '@alignclip/core';

/** TensorFlow's name of the job of all workers. */
const job = 'worker';

/**
 * TensorFlow's ServerDef in protobuf's wire format (tensorflow/core/protobuf/{tensorflow_server,cluster,config}.proto): the
 * addresses, the own task, and task 0 as the leader of collective operations.
 */
export function serverDef({ addresses, rank }: Cluster): Buffer {
  const tasks = addresses.map((address, task) => message(2, whole(1, task), text(2, address)));
  const cluster = message(1, message(1, text(1, job), ...tasks));
  const experimental = message(16, text(1, `/job:${job}/replica:0/task:0`)); // collective_group_leader
  return Buffer.concat([cluster, text(2, job), whole(3, rank), message(4, experimental), text(5, 'grpc')]);
}

const whole = (field: number, value: number): Buffer => Buffer.concat([varint(field << 3), varint(value)]);

const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));

const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts));

const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);

/** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
function varint(value: number): Buffer {
  const groups: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) groups.push((rest % 128) | 128);
  return Buffer.from([...groups, rest]);
}
