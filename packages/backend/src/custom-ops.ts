import { type EagerBackend, eagerBackend } from './kernels/eager';
import { nativeRecord } from './native-record';

let loaded: boolean | undefined;

/**
 * The TensorFlow backend when our own operations (packages/backend/ops) can be run by name on it; undefined on other
 * backends, on a GPU, where the add-on is missing or doesn't load, and while ALIGNCLIP_CUSTOM_OPS is `off`.
 */
export function customOps(): EagerBackend | undefined {
  const backend = eagerBackend();
  if (!backend || backend.isUsingGpuDevice || process.env['ALIGNCLIP_CUSTOM_OPS'] === 'off') return undefined;
  loaded ??= load();
  return loaded ? backend : undefined;
}

/** Loads the add-on unless it is loaded. Whether the operations can be used. */
export function loadCustomOps(): boolean {
  return customOps() !== undefined;
}

/** ALIGNCLIP_CUSTOM_OPS may name another build of the add-on than the set-up's. */
function load(): boolean {
  const file = process.env['ALIGNCLIP_CUSTOM_OPS'] || nativeRecord()?.ops;
  if (!file) return false;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a native add-on, found at run time
    require(file);
    return true;
  } catch {
    return false; // the composed kernels take over; `alignclip doctor` says so
  }
}
