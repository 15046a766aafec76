import { buf as crc32c } from 'crc-32/crc32c';

/** Records of ours are far smaller. */
const maxBytes = 16 * 2 ** 20;

/**
 * One record of a TFRecord file: the length, its masked CRC-32C, the bytes, their masked CRC-32C
 * (https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details).
 */
export function tfRecord(data: Uint8Array): Buffer {
  const record = Buffer.alloc(16 + data.length);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(maskedCrc(data), 12 + data.length);
  return record;
}

/** The records of a file up to its end or the first corrupt one, and the size of that part in bytes. */
export function readTfRecords(bytes: Buffer): { records: Buffer[]; size: number } {
  const records: Buffer[] = [];
  let size = 0;
  for (let data = recordAt(bytes, size); data !== undefined; data = recordAt(bytes, size)) {
    records.push(data);
    size += 16 + data.length;
  }
  return { records, size };
}

function recordAt(bytes: Buffer, start: number): Buffer | undefined {
  if (bytes.length - start < 16) return undefined;
  const length = Number(bytes.readBigUInt64LE(start));
  if (length > maxBytes || bytes.length - start - 16 < length) return undefined;
  const data = bytes.subarray(start + 12, start + 12 + length);
  const isWhole =
    bytes.readUInt32LE(start + 8) === maskedCrc(bytes.subarray(start, start + 8)) &&
    bytes.readUInt32LE(start + 12 + length) === maskedCrc(data);
  return isWhole ? data : undefined;
}

function maskedCrc(data: Uint8Array): number {
  const crc = crc32c(data) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
