import { type Cluster, clusterOfTfConfig, UserError } from '@alignclip/core';
import { z } from 'zod';
import { slurmCluster } from './slurm/slurm-cluster';

/** The place of a process among the workers of one job. */
export interface WorkerPlace {
  readonly cluster: Cluster;
  /** Seconds that it waits for the others. */
  readonly limit: number;
}

const variable = 'ALIGNCLIP_WORKERS';

const announced = z.strictObject({
  size: z.int().min(2),
  limit: z.number().positive(),
  /** Where the addresses are found. */
  by: z.enum(['TF_CONFIG', 'slurm']),
});

type Announced = z.output<typeof announced>;

/** What a launcher adds to the environment of the workers of a job. TF_CONFIG alone says nothing: other programs set it. */
export const workersSetting = (workers: Announced): Record<string, string> => ({
  [variable]: JSON.stringify(workers),
});

/**
 * The place that the launcher has given to this process; undefined where its job has one worker. Processes that it starts don't
 * take it for theirs. Throws UserError where the addresses aren't to be found.
 */
export async function placeOfEnvironment(environment = process.env): Promise<WorkerPlace | undefined> {
  const text = environment[variable];
  if (text === undefined) return undefined;
  Reflect.deleteProperty(environment, variable);
  const { size, limit, by } = readAnnounced(text);
  const cluster =
    by === 'slurm' ? await slurmCluster(size, environment) : clusterOfTfConfig(environment['TF_CONFIG'], size);
  return { cluster, limit };
}

function readAnnounced(text: string): Announced {
  try {
    return announced.parse(JSON.parse(text));
  } catch {
    throw new UserError(`${variable} = ${JSON.stringify(text)}: only launchers set this variable`);
  }
}
