import { addOn } from './add-on';
import { type EagerBackend, eagerBackend } from './kernels/eager';

/**
 * The TensorFlow backend where our own operations (packages/backend/ops) can be run on it by name; undefined on other
 * backends, on a GPU, where the add-on is missing or doesn't load, and while ALIGNCLIP_CUSTOM_OPS is `off`.
 */
export function customOps(): EagerBackend | undefined {
  const backend = eagerBackend();
  return backend && !backend.isUsingGpuDevice && addOn() ? backend : undefined;
}

/** Loads the add-on unless it is loaded; true if the operations can be used. */
export function loadCustomOps(): boolean {
  return customOps() !== undefined;
}
