import { unknownName, UserError } from '@alignclip/core';
import { type BackendName, backendNames, type BackendReport } from './backend-report';
import { loadCustomOps } from './custom-ops';
import { loadTensorflow } from './load-tensorflow';
import { loadWasm } from './load-wasm';
import { nativeRecord } from './native-record';
import { tensorflowThreads } from './threads';
import { tf } from './tf';

type Started = Omit<BackendReport, 'allocator'>;
type Facts = Omit<Started, 'reason'>;

const start: Record<BackendName, () => Promise<Facts>> = {
  tensorflow: async () => {
    const { version, gpu } = loadTensorflow();
    await tf.setBackend('tensorflow');
    const customOps = loadCustomOps();
    return {
      name: 'tensorflow',
      device: gpu ? 'gpu' : 'cpu',
      tensorflow: version,
      threads: tensorflowThreads(),
      customOps,
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
 * Starts the named backend, or the best that this machine has.
 * Throws a UserError when the name is unknown or its backend doesn't start.
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
    throw new UserError(`ALIGNCLIP_BACKEND=${name}, but this backend doesn't start: ${why(name, error)}`);
  }
}

async function preferred(): Promise<Started> {
  const failures: string[] = [];
  for (const name of backendNames) {
    try {
      const facts = await start[name]();
      return { ...facts, reason: failures.join('; ') || 'the fastest that this machine has' };
    } catch (error) {
      failures.push(`no ${name}: ${why(name, error)}`);
    }
  }
  throw new UserError(`no tensor backend starts: ${failures.join('; ')}`);
}

/** What the set-up said about a missing TensorFlow, else the first line of the error. */
function why(name: BackendName, error: unknown): string {
  const told =
    name === 'tensorflow' ? nativeRecord()?.problems.find(({ part }) => part.includes('TensorFlow')) : undefined;
  return told?.reason ?? (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
