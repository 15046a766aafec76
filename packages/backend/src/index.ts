export { customOps, loadCustomOps } from './custom-ops';
export type { BackendName, BackendReport } from './backend-report';
export { backendNames } from './backend-report';
export * from './cache-folder';
export * from './kernels';
export type { NativeRecord, SetupProblem } from './native-record';
export { nativeRecord } from './native-record';
export { backendReport, selectBackend } from './select-backend';
export * from './tf';
