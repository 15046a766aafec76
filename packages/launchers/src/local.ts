import { defineComponent, Launcher } from '@alignclip/core';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { machineMemory } from './local/machine-memory';
import { MemoryNeeds } from './local/memory-needs';
import { ProcessPool } from './local/process-pool';
import { bytesOf, memorySize } from './memory-size';

const cores = availableParallelism();
/** The rest is for the system and the program that launches. */
const shareOfMachine = 0.9;

/** Runs jobs in child processes of this machine, as many at once as there are places and memory. */
export const local = defineComponent(Launcher)({
  type: 'local',
  options: z.strictObject({
    /** Default: one a core. More processes of fewer threads suit small models, fewer of more threads large ones. */
    processes: z.number().int().positive().default(cores),
    /** Of each process. Default: its share of the cores, however many jobs there are: threads may decide last bits. */
    threads: z.number().int().positive().optional(),
    /** What all jobs may use together. Default: nine tenths of the machine's. */
    memory: memorySize.optional(),
    /** What each job needs at its peak. Default: what was measured of jobs of its kind. */
    memoryPerJob: memorySize.optional(),
  }),
  create: ({ processes, threads = Math.max(1, Math.floor(cores / processes)), memory, memoryPerJob }) => ({
    run(jobs, signal) {
      const budget = memory === undefined ? machineMemory() * shareOfMachine : bytesOf(memory);
      const perJob = memoryPerJob === undefined ? undefined : bytesOf(memoryPerJob);
      const needs = new MemoryNeeds({ budget, perJob, processes });
      const pool = new ProcessPool(jobs, { processes, threads, memory: needs, signal });
      void pool.run();
      return pool.events;
    },
  }),
});
