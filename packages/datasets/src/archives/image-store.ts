import { DamageError } from '../stored/stored-example';

/** Images by name: a folder or an archive. */
export interface ImageStore {
  /** Throws DamageError where there is none of that name, or it can't be read. */
  read(name: string): Promise<Uint8Array>;
  /** Changes where one of these images may have changed. */
  fingerprint(names: readonly string[]): Promise<string>;
}

/** Larger files are no images. */
export const mostImageBytes = 2 ** 26;

/** Throws DamageError above it. */
export function checkImageSize(bytes: number): void {
  if (bytes > mostImageBytes) throw new DamageError(`${bytes} bytes are too many for an image`);
}
