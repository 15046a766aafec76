/** The tensor backends in their order of preference. */
export const backendNames = ['tensorflow', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** Which tensor backend is in use, and why. */
export interface BackendReport {
  name: BackendName;
  device: 'gpu' | 'cpu';
  /** Why this one: forced, preferred, or what kept the better ones away. */
  reason: string;
  /** TensorFlow's version, with the native backend. */
  tensorflow?: string;
  /** Threads that one op uses. */
  threads: number;
  /** The preloaded memory allocator, or `default`. */
  allocator: string;
  /** Whether TensorFlow ops of our own are loaded. */
  customOps: boolean;
}
