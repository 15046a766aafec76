import { z } from 'zod';
import { messageOf, UserError } from './errors';

/** The workers of one training, and which of them a process is. */
export interface Cluster {
  /** `host:port` of each worker, in the order of ranks. */
  readonly addresses: readonly string[];
  readonly rank: number;
}

/** Seconds that a worker waits for the others unless it is told otherwise. */
export const workerLimit = 60;

const index = z.int().min(0);
/** As TensorFlow documents it; workers have no other roles here. */
const schema = z.object({
  cluster: z.strictObject({ worker: z.array(z.string()).min(1) }),
  task: z.strictObject({ type: z.literal('worker').default('worker'), index }),
});

/** How a worker's error begins that has lost another one: the reason is then with the other. */
export const lostAnother = /^worker \d+ of \d+ (lost|waited)/;

/** How its error begins where another program has its port. */
export const portTaken = /^port \d+ of this worker can't be used/;

/** The cluster that the variable TF_CONFIG describes. Throws UserError where it is missing, unreadable or of another size. */
export function clusterOfTfConfig(text: string | undefined, size: number): Cluster {
  const form = '{"cluster":{"worker":["host:port", …]},"task":{"type":"worker","index":0}}';
  if (text === undefined || text === '') throw new UserError(`TF_CONFIG: missing; it names all workers: ${form}`);
  const { cluster, task } = parsed(text, form);
  const { worker: addresses } = cluster;
  if (addresses.length !== size)
    throw new UserError(`TF_CONFIG: names ${addresses.length} workers, but ${size} were asked for`);
  if (task.index >= size)
    throw new UserError(`TF_CONFIG: task.index = ${task.index}; the workers are 0 to ${size - 1}`);
  return { addresses, rank: task.index };
}

function parsed(text: string, form: string): z.output<typeof schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    const reason = issue ? `${issue.path.join('.') || 'the value'}: ${issue.message}` : messageOf(error);
    throw new UserError(`TF_CONFIG: ${reason}; write ${form}`);
  }
}

/** What TF_CONFIG says of one worker. */
export const tfConfig = ({ addresses, rank }: Cluster): string =>
  JSON.stringify({ cluster: { worker: addresses }, task: { type: 'worker', index: rank } });
