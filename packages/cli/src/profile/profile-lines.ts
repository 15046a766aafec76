import type { TrainingProfile } from './profile-training';

const shownOperations = 15;

/** The profile as tables for a terminal. */
export function profileLines({ steps, total, processor, parts, operations, peakMB }: TrainingProfile): string[] {
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
    row('a step', total),
    '',
    ...few.map(({ name, ms, calls }) => row(name, ms, calls.toFixed(0))),
    ...(others.length > 0 ? [row(`${others.length} other operations`, sum('ms'), sum('calls').toFixed(0))] : []),
    ...(operations.length > 0
      ? [row('all operations', within, count.toFixed(0)), row('outside operations', total - within)]
      : ['no times of operations: only the TensorFlow backend tells them']),
    '',
    `processor time ${processor.toFixed(0)} ms a step, all threads together; peak memory ${peakMB.toFixed(0)} MB`,
  ];
}
