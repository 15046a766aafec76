import { DamageError } from '../stored/stored-example';

/** Pictures by name: a folder or an archive. */
export interface PictureStore {
  /** Throws DamageError where there is none of that name, or it can't be read. */
  read(name: string): Promise<Uint8Array>;
  /** Changes where one of these pictures may have changed. */
  fingerprint(names: readonly string[]): Promise<string>;
}

/** Larger files are no pictures. */
export const mostPictureBytes = 2 ** 26;

/** Throws DamageError above it. */
export function checkPictureSize(bytes: number): void {
  if (bytes > mostPictureBytes) throw new DamageError(`${bytes} bytes are too many for a picture`);
}
