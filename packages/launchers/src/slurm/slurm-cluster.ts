import { type Cluster, UserError } from '@alignclip/core';
import { reasonOf, showNodes } from './slurm-commands';

/** Ports from here on, which Linux doesn't give to programs that ask for any. */
const [firstPort, ports] = [16_384, 16_384];
/** Between the ports of a job and those of the same job run again; prime, so that attempts differ. */
const nextAttempt = 4099;

/**
 * The workers of a job step of Slurm, whose tasks are its workers in the order of `--distribution=block`. Each has
 * a port of its own, since two nodes may be one machine; jobs of one size have the same ports only where their ids are
 * 16,384 / workers apart, and a job that is run again has others.
 * Throws UserError outside of a step, in one of another size, and where Slurm doesn't know the nodes.
 */
export async function slurmCluster(size: number, environment: NodeJS.ProcessEnv = process.env): Promise<Cluster> {
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new UserError(`${name}: missing; workers under Slurm are tasks of a step: use srun`);
    return value;
  };
  const [rank, tasks] = [Number(read('SLURM_PROCID')), Number(read('SLURM_STEP_NUM_TASKS'))];
  if (tasks !== size) throw new UserError(`the step of Slurm has ${tasks} tasks, but ${size} workers were asked for`);
  const counts = tasksPerNode(read('SLURM_STEP_TASKS_PER_NODE'));
  const hosts = await showNodes(read('SLURM_STEP_NODELIST')).catch((error: unknown) => {
    throw new UserError(`Slurm doesn't name the nodes of the step: ${reasonOf(error)}`);
  });
  const start = Number(read('SLURM_JOB_ID')) * size;
  const attempt = Number(environment['SLURM_RESTART_COUNT'] ?? 0);
  const port = (worker: number) => firstPort + ((start + worker + attempt * nextAttempt) % ports);
  const places = hosts.flatMap((host, i) => Array.from({ length: counts[i] ?? 0 }, () => host));
  if (places.length !== size)
    throw new UserError(`Slurm names ${places.length} places for ${size} workers (${hosts.join(', ')})`);
  return { addresses: places.map((host, worker) => `${host}:${port(worker)}`), rank };
}

/** "2(x3),1" → 2, 2, 2, 1 */
export const tasksPerNode = (text: string): number[] =>
  text.split(',').flatMap((part) => {
    const [, count, times = '1'] = /^(\d+)(?:\(x(\d+)\))?$/.exec(part) ?? [];
    return Array.from({ length: Number(times) }, () => Number(count ?? 0));
  });
