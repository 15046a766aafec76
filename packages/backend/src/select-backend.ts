import { bfloat16Form } from './kernels/bfloat16-product';
import { allocator } from './process-facts';
import type { BackendReport } from './start-backend';
import { startBackend } from './start-backend';

let selected: Promise<BackendReport> | undefined;
let report: BackendReport | undefined;

/**
 * Starts the best tensor backend of this machine: native TensorFlow, WebAssembly or plain JavaScript, in this
 * order. ALIGNCLIP_BACKEND names one instead. Later calls return the result of the first.
 * Throws a UserError when ALIGNCLIP_BACKEND or ALIGNCLIP_BFLOAT16 is unknown, or names what doesn't start or run here.
 */
export function selectBackend(): Promise<BackendReport> {
  selected ??= startBackend(process.env['ALIGNCLIP_BACKEND']).then(
    (facts) => (report = { ...facts, allocator: allocator(), bfloat16: bfloat16Form() }),
  );
  return selected;
}

/** The backend in use. Throws before `selectBackend` has resolved. */
export function backendReport(): BackendReport {
  if (!report) throw new Error('no backend is selected yet: await selectBackend() first');
  return report;
}
