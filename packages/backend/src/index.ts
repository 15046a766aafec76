export { arithmetic, sourceHash } from './arithmetic';
export { customOps, loadCustomOps } from './custom-ops';
export * from './images/native-images';
export * from './kernels';
export { cacheFolder, nativeRecord, type NativeRecord, type SetupProblem } from './native-record';
export { tensorflowThreads } from './process-facts';
export { backendReport, selectBackend } from './select-backend';
export { type BackendName, backendNames, type BackendReport } from './start-backend';
export * from './tf';
