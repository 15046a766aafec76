import { Header, Pax } from 'tar';
import { CorruptError } from '../corrupt';
import type { ForwardBytes } from './forward-bytes';

/** A member of a tar file; its content can be read until the next member is asked for. */
export interface TarMember {
  readonly name: string;
  /** As declared; no memory is reserved for it. */
  readonly size: number;
  readonly type: string;
  /** Where its content begins. */
  readonly offset: number;
  /** Throws CorruptError where the file ends too early. */
  readonly read: () => Promise<Buffer>;
}

/** The types of members that hold the content of a file. */
export const fileTypes: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);

const block = 512;
/** The maximum size of a header with long names and attributes. */
const maxExtraBytes = 2 ** 20;

/**
 * The members of a tar file (ustar, GNU and pax names) in order, one in memory at a time. Nothing is written anywhere.
 * Throws CorruptError where a header is not valid or the file ends within a member.
 */
export async function* walkTar(bytes: ForwardBytes): AsyncGenerator<TarMember> {
  const extras = new Extras();
  for (;;) {
    const start = await bytes.readSome(block);
    if (start.length === 0) return;
    if (start.length < block) throw new CorruptError(`ends early, at byte ${bytes.position}`);
    if (start.every((byte) => byte === 0)) return;
    const header = headerOf(start, extras, bytes.position - block);
    const { size = 0, path: name = '', type } = header;
    const end = bytes.position + Math.ceil(size / block) * block;
    if (Extras.kinds.has(type)) {
      if (size > maxExtraBytes) throw new CorruptError(`a header of ${size} bytes at byte ${bytes.position}; refused`);
      extras.take(type, (await bytes.read(size)).toString('utf8'));
    } else {
      yield { name, size, type, offset: bytes.position, read: () => bytes.read(size) };
      extras.forget();
    }
    await bytes.skip(end - bytes.position);
  }
}

function headerOf(start: Buffer, extras: Extras, position: number): Header {
  let header: Header | undefined;
  try {
    header = new Header(start, 0, extras.next, extras.all);
  } catch {
    // refused below
  }
  const size = header?.size ?? (isBlank(start.subarray(124, 136)) ? 0 : -1); // the library drops negative sizes
  if (header?.cksumValid === true && Number.isSafeInteger(size) && size >= 0) return header;
  throw new CorruptError(`not a tar header at byte ${position}`);
}

const isBlank = (field: Uint8Array): boolean => field.every((byte) => byte === 0 || byte === 0x20);

const renamed = (attributes: ConstructorParameters<typeof Pax>[0], path: string): Pax =>
  new Pax({ ...attributes, path });

/** Names and attributes from headers, for the members after them. */
class Extras {
  static readonly kinds: ReadonlySet<string> = new Set([
    'ExtendedHeader',
    'OldExtendedHeader',
    'GlobalExtendedHeader',
    'NextFileHasLongPath',
    'OldGnuLongPath',
    'NextFileHasLongLinkpath',
  ]);
  next: Pax | undefined;
  all: Pax | undefined;

  take(kind: string, text: string): void {
    if (kind === 'GlobalExtendedHeader') this.all = Pax.parse(text, this.all, true);
    else if (kind.endsWith('ExtendedHeader')) this.next = Pax.parse(text, this.next, false);
    else if (kind.endsWith('LongPath')) this.next = renamed(this.next ?? {}, text.replace(/\0[^]*$/, ''));
  }

  forget(): void {
    this.next = undefined;
  }
}
