import { Header, Pax } from 'tar';
import { DamageError } from '../stored/stored-example';
import type { ForwardBytes } from './forward-bytes';

/** A member of a tar file; its content can be read until the next member is asked for. */
export interface TarMember {
  readonly name: string;
  /** As declared; nothing is reserved for it. */
  readonly size: number;
  readonly type: string;
  /** Where its content begins. */
  readonly offset: number;
  /** Throws DamageError where the file ends before. */
  read(): Promise<Buffer>;
}

const block = 512;
/** Long names and attributes; no archive has more of them for one member. */
const mostExtra = 2 ** 20;

/**
 * The members of a tar file (ustar, GNU and pax names) in order, at one member's memory. Nothing is written anywhere.
 * Throws DamageError where a header is none or the file ends within a member.
 */
export async function* walkTar(bytes: ForwardBytes): AsyncGenerator<TarMember> {
  const extras = new Extras();
  for (;;) {
    const start = await bytes.readSome(block);
    if (start.length === 0) return;
    if (start.length < block) throw new DamageError(`ends early, at byte ${bytes.position}`);
    if (start.every((byte) => byte === 0)) return;
    const header = headerOf(start, extras, bytes.position - block);
    const { size = 0, path: name = '', type } = header;
    const end = bytes.position + Math.ceil(size / block) * block;
    if (Extras.kinds.has(type)) {
      if (size > mostExtra) throw new DamageError(`a header of ${size} bytes at byte ${bytes.position}; refused`);
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
  const size = header?.size ?? (isBlank(start.subarray(124, 136)) ? 0 : -1); // the library drops sizes below 0
  if (header?.cksumValid === true && Number.isSafeInteger(size) && size >= 0) return header;
  throw new DamageError(`no tar header at byte ${position}`);
}

const isBlank = (field: Uint8Array): boolean => field.every((byte) => byte === 0 || byte === 0x20);

/** What headers say of the members after them. */
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
    else if (kind.endsWith('LongPath')) this.next = new Pax({ ...this.next, path: text.replace(/\0[^]*$/, '') });
  }

  forget(): void {
    this.next = undefined;
  }
}
