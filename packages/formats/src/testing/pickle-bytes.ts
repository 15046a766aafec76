/** Pieces of hand-made pickles, for tests with files that no writer of ours writes. */
export const bytes = (...values: (number | string | Uint8Array)[]): Buffer =>
  Buffer.concat(values.map((one) => (typeof one === 'number' ? Buffer.from([one]) : Buffer.from(one))));

export const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

export const text = (value: string | Uint8Array): Buffer => bytes('X', uint32(Buffer.from(value).length), value);
export const int = (value: number): Buffer => bytes('J', uint32(value >>> 0));
export const global = (module: string, name: string): Buffer => bytes('c', `${module}\n${name}\n`);
export const tuple = (...items: Uint8Array[]): Buffer => bytes('(', ...items, 't');
export const dict = (...items: Uint8Array[]): Buffer => bytes('}(', ...items, 'u');
export const call = (callee: Uint8Array, ...args: Uint8Array[]): Buffer => bytes(callee, tuple(...args), 'R');
export const pickle = (...body: (number | string | Uint8Array)[]): Buffer => bytes(0x80, 2, ...body, '.');

/** ('storage', torch.<type>, key, 'cpu', count[, view]) as a persistent id. */
export const storage = (type: string, key: string, count: number, ...view: Uint8Array[]): Buffer =>
  bytes(tuple(text('storage'), global('torch', type), text(key), text('cpu'), int(count), ...view), 'Q');

/** A tensor as torch.save writes it; its numbers are in the storage. */
export const tensor = (
  stored: Uint8Array,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): Buffer =>
  call(
    global('torch._utils', '_rebuild_tensor_v2'),
    stored,
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    Buffer.from([0x89]),
    call(global('collections', 'OrderedDict')),
  );

/** A checkpoint from before PyTorch 1.6: its object as a pickle, and the numbers of its only storage, "0". */
export function madeLegacyCheckpoint(
  object: Uint8Array,
  content: Uint8Array,
  { count = content.length / 4, version = 1001, little = true } = {},
): Buffer {
  const magic = pickle(0x8a, 10, Buffer.from('6cfc9c46f9206aa85019', 'hex'));
  const system = pickle(dict(text('little_endian'), Buffer.from([little ? 0x88 : 0x89])));
  const length = Buffer.alloc(8);
  length.writeBigInt64LE(BigInt(count));
  return bytes(magic, pickle(int(version)), system, object, pickle('](', text('0'), 'e'), length, content);
}
