import { UserError } from '@alignclip/core';
import { dirname } from 'node:path';
import { requireIntact } from './native-files';
import { nativeRecord, type NativeRecord } from './native-record';
import { hashOfOpsSources } from './ops-sources';
import { setUpCommand } from './places';

/** The exports of the add-on; loading it also registers the operations (packages/backend/ops/addon.cc). */
export interface AddOn {
  crop?(
    images: readonly Uint8Array[],
    boxes: Int32Array,
    taps: Int32Array,
    table: Float32Array,
    size: number,
    out: Float32Array,
    threads: number,
  ): Promise<void>;
  /** Whether AlignclipBfloat16Product runs on this processor. */
  multipliesBfloat16?(): boolean;
  decodeJpeg?(file: Uint8Array, out: Uint8Array, width: number, height: number, channels: number): Promise<boolean>;
}

let loaded: AddOn | null | undefined;

/**
 * Our own add-on to TensorFlow; undefined where it is missing or doesn't load, and while ALIGNCLIP_CUSTOM_OPS is `off`.
 * ALIGNCLIP_CUSTOM_OPS may be the path of another build. Throws UserError where that one doesn't load, where the file is
 * corrupt, or was built from other sources than those that are here.
 */
export function addOn(): AddOn | undefined {
  const wanted = process.env['ALIGNCLIP_CUSTOM_OPS'];
  if (wanted === 'off') return undefined;
  if (loaded === undefined) {
    const found = load(wanted || builtFromHere(nativeRecord(), hashOfOpsSources()));
    if (wanted && !found)
      throw new UserError(
        `ALIGNCLIP_CUSTOM_OPS is "${wanted}": neither "off" nor a build of our operations that loads`,
      );
    loaded = found;
  }
  return loaded ?? undefined;
}

/** The add-on of the set-up. An operation that it lacks would fail in TensorFlow, under a name that says nothing. */
export function builtFromHere(record: NativeRecord | undefined, here: string | undefined): string | null | undefined {
  const { ops, opsSources = here } = record ?? {};
  if (ops && here !== undefined && opsSources !== here)
    throw new UserError(`the C++ of our operations has changed since the set-up: run \`${setUpCommand()}\``);
  return ops;
}

function load(file: string | null | undefined): AddOn | null {
  if (!file) return null;
  requireIntact(dirname(file));
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a native add-on, found at run time
    return require(file) as AddOn;
  } catch {
    return null; // the composed kernels take over; `alignclip doctor` says so
  }
}
