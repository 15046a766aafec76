import type { BatchStatus, TaskStatus } from '@alignclip/launchers';
import { aligned } from './aligned';

/** What `runs jobs` prints of one job array. */
export const jobLines = ({ name, arrayId, tasks, folder }: BatchStatus): string[] => [
  `${name}${arrayId === undefined ? '' : ` (Slurm job ${arrayId})`}: ${tasks.length} tasks, files in ${folder}`,
  ...aligned(tasks.map((task) => [task.id, task.state, detail(task)])).map((line) => `  ${line}`),
];

function detail({ state, reason, progress }: TaskStatus): string {
  if (state === 'failed' || state === 'PENDING') return reason?.split('\n')[0] ?? '';
  const { phase, step, steps } = progress ?? {};
  if (state === 'done' || phase === undefined) return '';
  return step === undefined ? String(phase) : `${String(phase)} step ${String(step)}/${String(steps)}`;
}
