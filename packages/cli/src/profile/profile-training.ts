import { tf } from '@alignclip/backend';
import { Interrupted, Optimizer, type Trainer } from '@alignclip/core';
import type { Run } from '@alignclip/experiment';
import { ContrastiveTrainer } from '@alignclip/training';

export interface OperationTime {
  readonly name: string;
  readonly ms: number;
  readonly calls: number;
}

/** Means over the counted steps. */
export interface TrainingProfile {
  readonly steps: number;
  /** Milliseconds of a step. */
  readonly total: number;
  /** Milliseconds of processor time, all threads together. */
  readonly processor: number;
  /** Milliseconds by part: waiting for the batch, forward and backward, optimizer, the rest. */
  readonly parts: Readonly<Record<string, number>>;
  /** TensorFlow's operations, the longest first; empty on other backends. */
  readonly operations: readonly OperationTime[];
  /** The most memory that the process has held, in MB. */
  readonly peakMB: number;
}

const warmUp = 3;

/** Trains the first steps of a run and measures where their time goes. Writes nothing. */
export async function profileTraining(run: Run, steps: number): Promise<TrainingProfile> {
  const trainer = await run.trainer();
  const optimizer = await run.get(Optimizer);
  const parts = { batch: 0, step: 0, optimizer: 0 };
  const operations = new Map<string, { ms: number; calls: number }>();
  const undo = [
    timedMethod(ContrastiveTrainer.prototype, 'batch', (ms) => (parts.batch += ms)),
    timedMethod(ContrastiveTrainer.prototype, 'step', (ms) => (parts.step += ms)),
    timedMethod(optimizer, 'apply', (ms) => (parts.optimizer += ms)),
    ...timedOperations(operations),
  ];
  const reset = (): void => {
    Object.assign(parts, { batch: 0, step: 0, optimizer: 0 });
    operations.clear();
  };
  try {
    const { counted, total, processor } = await trainSteps(trainer, steps, reset);
    const { batch, step, optimizer: update } = parts;
    const named = { batch, 'forward and backward': step - update, optimizer: update, rest: total - batch - step };
    const mean = (sum: number): number => sum / counted;
    return {
      steps: counted,
      total: mean(total),
      processor: mean(processor),
      parts: Object.fromEntries(Object.entries(named).map(([name, ms]) => [name, mean(ms)])),
      operations: [...operations]
        .map(([name, { ms, calls }]) => ({ name, ms: mean(ms), calls: mean(calls) }))
        .sort((a, b) => b.ms - a.ms),
      peakMB: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    for (const restore of undo) restore();
  }
}

/** Steps until so many have been counted after the warm-up; milliseconds of all of those. */
async function trainSteps(trainer: Trainer, steps: number, reset: () => void) {
  const stop = new AbortController();
  const skipped = Math.min(warmUp, trainer.steps - 1);
  const last = Math.min(skipped + steps, trainer.steps);
  let [start, cpu, end] = [performance.now(), process.cpuUsage(), 0];
  const onStep = ({ step }: { step: number }): void => {
    if (step === skipped) {
      reset();
      [start, cpu] = [performance.now(), process.cpuUsage()];
    }
    if (step !== last) return;
    [end, cpu] = [performance.now(), process.cpuUsage(cpu)];
    stop.abort();
  };
  await trainer.run({ signal: stop.signal, onStep }).catch((error: unknown) => {
    if (!(error instanceof Interrupted)) throw error;
  });
  return { counted: last - skipped, total: end - start, processor: (cpu.user + cpu.system) / 1000 };
}

/** Counts each operation that the native backend runs. */
function timedOperations(operations: Map<string, { ms: number; calls: number }>): (() => void)[] {
  const backend = tf.backend() as unknown as { binding?: object };
  const original = backend.binding;
  if (original === undefined) return [];
  const binding: object = Object.create(original);
  backend.binding = binding;
  timedMethod(binding, 'executeOp', (ms, [name]) => {
    const known = operations.get(String(name)) ?? { ms: 0, calls: 0 };
    operations.set(String(name), { ms: known.ms + ms, calls: known.calls + 1 });
  });
  return [() => (backend.binding = original)];
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Tells the milliseconds of each call of a method, waiting included where it gives a promise. Returns what undoes it. */
export function timedMethod(owner: object, name: string, tell: (ms: number, args: readonly unknown[]) => void) {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const original = (owner as Record<string, Method>)[name]!;
  const timed: Method = function (...args) {
    const start = performance.now();
    const done = (): void => tell(performance.now() - start, args);
    const result = original.apply(this, args);
    if (result instanceof Promise) return result.finally(done);
    done();
    return result;
  };
  Object.defineProperty(owner, name, { value: timed, configurable: true, writable: true });
  return (): void => {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  };
}
