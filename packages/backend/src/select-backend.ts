import { allocator } from './allocator';
import type { BackendReport } from './backend-report';
import { startBackend } from './start-backend';

let selected: Promise<BackendReport> | undefined;
let report: BackendReport | undefined;

/**
 * Starts the best tensor backend of this machine: native TensorFlow, else WebAssembly, else plain JavaScript.
 * ALIGNCLIP_BACKEND names one instead. Later calls give the first call's answer.
 * Throws a UserError when ALIGNCLIP_BACKEND is unknown, or names one that doesn't start.
 */
export function selectBackend(): Promise<BackendReport> {
  selected ??= startBackend(process.env['ALIGNCLIP_BACKEND']).then(
    (facts) => (report = { ...facts, allocator: allocator() }),
  );
  return selected;
}

/** The backend in use. Throws before `selectBackend` has ended. */
export function backendReport(): BackendReport {
  if (!report) throw new Error('no backend is selected yet: await selectBackend() first');
  return report;
}
