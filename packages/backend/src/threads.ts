import { availableParallelism } from 'node:os';

/** The threads that one TensorFlow op uses: TF_NUM_INTRAOP_THREADS where it is set, else one a core. */
export function tensorflowThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const wanted = Number(environment['TF_NUM_INTRAOP_THREADS']);
  return Number.isInteger(wanted) && wanted > 0 ? wanted : availableParallelism();
}
