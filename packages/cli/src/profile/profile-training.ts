import { tf } from '@alignclip/backend';
import { Interrupted, Optimizer, sizeText, type Trainer } from '@alignclip/core';
import type { Run } from '@alignclip/experiment';
import { ContrastiveTrainer } from '@alignclip/training';

interface OperationTime {
  readonly name: string;
  readonly ms: number;
  readonly calls: number;
}

/** Means over the counted steps. */
export interface TrainingProfile {
  readonly steps: number;
  /** Milliseconds per step. */
  readonly total: number;
  /** Milliseconds of processor time per step, all threads together. */
  readonly processor: number;
  /** Milliseconds by part: waiting for the batch, forward and backward, optimizer, the rest. */
  readonly parts: Readonly<Record<string, number>>;
  /** TensorFlow's operations, slowest first; empty on other backends. */
  readonly operations: readonly OperationTime[];
  /** Peak memory of the process, in bytes. */
  readonly peakMemory: number;
}

const warmUp = 3;

/** Trains the first steps of a run and measures where their time goes. Saves nothing. */
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
      peakMemory: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    for (const restore of undo) restore();
  }
}

/** Trains until `steps` steps are counted after the warm-up; total milliseconds of the counted steps. */
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

/** Times each operation that the native backend runs. */
function timedOperations(operations: Map<string, { ms: number; calls: number }>): (() => void)[] {
  const backend = tf.backend() as unknown as { binding?: object };
  const original = backend.binding;
  if (original === undefined) return [];
  const binding = Object.create(original) as object;
  backend.binding = binding;
  timedMethod(binding, 'executeOp', (ms, [name]) => {
    const known = operations.get(String(name)) ?? { ms: 0, calls: 0 };
    operations.set(String(name), { ms: known.ms + ms, calls: known.calls + 1 });
  });
  return [() => (backend.binding = original)];
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Reports the milliseconds of each call of a method, until its promise is settled if it returns one. Returns the undo function. */
export function timedMethod(owner: object, name: string, report: (ms: number, args: readonly unknown[]) => void) {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const original = (owner as Record<string, Method>)[name]!;
  const timed: Method = function (...args) {
    const start = performance.now();
    const done = (): void => report(performance.now() - start, args);
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

const shownOperations = 15;

/** The profile as a table for a terminal. */
export function profileLines({ steps, total, processor, parts, operations, peakMemory }: TrainingProfile): string[] {
  const share = (ms: number): string => `${((100 * ms) / total).toFixed(1)} %`;
  const row = (name: string, ms: number, calls = ''): string =>
    `${name.padEnd(28)}${ms.toFixed(2).padStart(10)}${share(ms).padStart(10)}${calls.padStart(9)}`.trimEnd();
  const within = operations.reduce((sum, { ms }) => sum + ms, 0);
  const count = operations.reduce((sum, { calls }) => sum + calls, 0);
  const few = operations.slice(0, shownOperations);
  const others = operations.slice(shownOperations);
  const sum = (key: 'ms' | 'calls'): number => others.reduce((all, operation) => all + operation[key], 0);
  return [
    `means of ${steps} steps${''.padEnd(10)}        ms     share    calls`,
    ...Object.entries(parts).map(([name, ms]) => row(name, ms)),
    row('step', total),
    '',
    ...few.map(({ name, ms, calls }) => row(name, ms, calls.toFixed(0))),
    ...(others.length > 0 ? [row(`${others.length} other operations`, sum('ms'), sum('calls').toFixed(0))] : []),
    ...(operations.length > 0
      ? [row('all operations', within, count.toFixed(0)), row('outside operations', total - within)]
      : ['no times of operations: only the TensorFlow backend measures them']),
    '',
    `processor time ${processor.toFixed(0)} ms per step, all threads together; peak memory ${sizeText(peakMemory)}`,
  ];
}
