import { Readable } from 'node:stream';

import { ZipFile } from 'yazl';

import type { StoredTensor } from '../stored-tensor';
import { encodeBytes } from '../tensor-bytes';
import { writeFileAtomic } from '../write-file-atomic';
import { PickleWriter, type TorchData } from './pickle-writer';

const asStored = { compress: false, mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };
const maxPieceBytes = 2 ** 29;

/**
 * Writes a `.pt` file that `torch.load(…, weights_only=True)` reads. With `extra` it is a training checkpoint,
 * { ...extra, state_dict }; without, the state dict itself. Atomic; equal content gives equal bytes.
 */
export async function writeTorchCheckpoint(
  path: string,
  stateDict: ReadonlyMap<string, StoredTensor>,
  extra?: Readonly<Record<string, TorchData>>,
): Promise<void> {
  await writeTorch(path, extra === undefined ? stateDict : { ...extra, state_dict: stateDict });
}

/** Writes any data with tensors as `torch.save` would. */
export async function writeTorch(path: string, data: TorchData): Promise<void> {
  const writer = new PickleWriter();
  const pickle = writer.finish(data);
  const zip = new ZipFile();
  const add = (name: string, bytes: Uint8Array) => addMember(zip, `archive/${name}`, bytes);
  add('data.pkl', pickle);
  add('byteorder', Buffer.from('little'));
  writer.tensors.forEach((tensor, index) => add(`data/${index}`, encodeBytes(tensor)));
  add('version', Buffer.from('3\n'));
  zip.end();
  await writeFileAtomic(path, zip.outputStream as AsyncIterable<Uint8Array> & NodeJS.ReadableStream);
}

/** Large members are written in pieces, since the library only takes buffers below 1 GiB. */
function addMember(zip: ZipFile, name: string, bytes: Uint8Array): void {
  if (bytes.length <= maxPieceBytes) {
    zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name, asStored);
    return;
  }
  const options = { ...asStored, size: bytes.length };
  zip.addReadStreamLazy(name, options, (done) => done(null, Readable.from(split(bytes))));
}

function* split(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += maxPieceBytes) yield bytes.subarray(start, start + maxPieceBytes);
}
