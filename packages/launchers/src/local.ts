import { defineComponent, Launcher, workerLimit } from '@alignclip/core';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { MemoryNeeds } from './local/process-pool';
import { runPool } from './local/process-pool';
import { bytesOf, machineMemory, memorySize } from './memory';

const cores = availableParallelism();
/** The rest is for the system and the program that launches. */
const shareOfMachine = 0.9;

/** Runs jobs in child processes of this machine, as many at once as there are places and memory. */
export const local = defineComponent(Launcher)({
  type: 'local',
  options: z.strictObject({
    processes: z.int().positive().default(cores).describe('maximum number of jobs at once (default: number of cores)'),
    threads: z
      .int()
      .positive()
      .optional()
      .describe(
        'threads of each process (default: cores / (processes × workers)); they may change the last bits of a result',
      ),
    memory: memorySize
      .optional()
      .describe('memory that all jobs may use together: megabytes, or with K, M, G, T (default: 90 % of the machine)'),
    memoryPerJob: memorySize
      .optional()
      .describe('peak memory of each job: megabytes, or with K, M, G, T (default: measured on jobs of its kind)'),
    workers: z.int().positive().default(1).describe('processes that train each job together: a power of two'),
    workerLimit: z
      .number()
      .positive()
      .max(86_400)
      .default(workerLimit)
      .describe('seconds that a worker waits for the others'),
  }),
  create: ({ processes, threads: given, memory, memoryPerJob, workers: count, workerLimit: limit }) => ({
    workers: count,
    run(jobs, signal) {
      const threads = given ?? Math.max(1, Math.floor(cores / (processes * count)));
      const budget = memory === undefined ? machineMemory() * shareOfMachine : bytesOf(memory);
      const perJob = memoryPerJob === undefined ? undefined : bytesOf(memoryPerJob);
      const needs = new MemoryNeeds({ budget, perJob, processes, workers: count });
      return runPool(jobs, { processes, threads, workers: { count, limit }, memory: needs, signal });
    },
  }),
});
