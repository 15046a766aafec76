import { messageOf, unknownName, UserError } from '@alignclip/core';
import { loadCustomOps } from './custom-ops';
import { type GpuSettings, gpuSettings } from './gpu-settings';
import type { Bfloat16Form } from './kernels/bfloat16-product';
import { loadTensorflow } from './load-tensorflow';
import { nativeFolders, requireIntact } from './native-files';
import { nativeRecord } from './native-record';
import { tensorflowThreads } from './process-facts';
import { tf } from './tf';
import { loadWasm } from './wasm-kernels';

type Started = Omit<BackendReport, 'allocator' | 'bfloat16'>;
type Facts = Omit<Started, 'reason'>;

const start: Record<BackendName, () => Promise<Facts>> = {
  tensorflow: async () => {
    nativeFolders().forEach(requireIntact);
    const { version, gpu } = loadTensorflow();
    await tf.setBackend('tensorflow');
    const customOps = loadCustomOps();
    return {
      name: 'tensorflow',
      device: gpu ? 'gpu' : 'cpu',
      tensorflow: version,
      threads: tensorflowThreads(),
      customOps,
      ...(gpu && { gpu: gpuSettings() }),
    };
  },
  wasm: async () => {
    await loadWasm();
    return { name: 'wasm', device: 'cpu', threads: 1, customOps: false };
  },
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    return { name: 'cpu', device: 'cpu', threads: 1, customOps: false };
  },
};

/**
 * Starts the named backend, or the best one of this machine.
 * Throws a UserError when the name is unknown or its backend doesn't start, and where files of the set-up are corrupt.
 */
export function startBackend(wanted?: string): Promise<Started> {
  return wanted ? force(wanted) : preferred();
}

async function force(wanted: string): Promise<Started> {
  const name = backendNames.find((known) => known === wanted);
  if (!name) throw unknownName('ALIGNCLIP_BACKEND', wanted, backendNames);
  try {
    return { ...(await start[name]()), reason: `ALIGNCLIP_BACKEND=${name}` };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`ALIGNCLIP_BACKEND=${name}, but this backend doesn't start: ${why(name, error)}`);
  }
}

async function preferred(): Promise<Started> {
  const failures: string[] = [];
  for (const name of backendNames) {
    try {
      const facts = await start[name]();
      return { ...facts, reason: failures.join('; ') || 'the fastest on this machine' };
    } catch (error) {
      if (error instanceof UserError) throw error; // a corrupt set-up is not a missing one
      failures.push(`no ${name}: ${why(name, error)}`);
    }
  }
  throw new UserError(`no tensor backend starts: ${failures.join('; ')}`);
}

/** The set-up's reason for a missing TensorFlow, otherwise the first line of the error. */
function why(name: BackendName, error: unknown): string {
  const problem =
    name === 'tensorflow' ? nativeRecord()?.problems.find(({ part }) => part.includes('TensorFlow')) : undefined;
  return problem?.reason ?? messageOf(error).split('\n')[0]!;
}

/** The tensor backends in their order of preference. */
export const backendNames = ['tensorflow', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** Which tensor backend is in use, and why. */
export interface BackendReport {
  name: BackendName;
  device: 'gpu' | 'cpu';
  /** Why this one: forced, preferred, or why the better ones do not start. */
  reason: string;
  /** TensorFlow's version, with the native backend. */
  tensorflow?: string;
  /** Threads per operation. */
  threads: number;
  /** The preloaded memory allocator, or `default`. */
  allocator: string;
  /** Whether our own TensorFlow operations are loaded. */
  customOps: boolean;
  /** How a GPU computes, where one is used. */
  gpu?: GpuSettings;
  /** How matrix products in bfloat16 are computed; `composed` is slower than float32. */
  bfloat16: Bfloat16Form;
}
