import { differences } from '@alignclip/experiment/testing';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { check } from '../testing/check';
import { runAlignclip } from '../testing/run-alignclip';
import { untilTraining } from './check-lost-node';
import type { Cluster } from './cluster';

const cell = ['tools/testing/small-sweep.ts', '--profile', 'long', '--variant', 'AlignCLIP', '--seed', '0'];

/** Trains one cell on both nodes, loses one, and compares the end with that of a single process on this machine. */
export async function checkWorkers(cluster: Cluster, folder: string): Promise<void> {
  const [here, there] = ['one', 'workers'].map((name) => join(folder, name)) as [string, string];
  const sweep = (runs: string, ...args: readonly string[]) =>
    runAlignclip(['ablate', ...cell, '--set', 'trainer.accumulate=2', '--runs', runs, ...args], cluster.environment);
  const options = ['nodes=2', 'tasksPerNode=1', 'workerLimit=20', 'pollSeconds=0.5', 'memory=1500M', 'time=00:30:00'];
  const running = sweep(there, '--launcher', 'slurm', '--launcher-option', ...options, '--wait');
  const batch = await untilTraining(cluster, join(there, 'small-sweep'), 1);
  cluster.killNode('n2');
  await wait(2000);
  cluster.startNode('n2');
  const followed = await running;
  check(followed.code === 0, 'a cell on two nodes that has lost one ends well', followed.output);
  check(cluster.restartsOf(batch.name) > 0, 'its job was run again');

  const calm = await sweep(here);
  check(calm.code === 0, 'the same cell in one process', calm.output);
  const wrong = await differences(join(here, 'small-sweep'), join(there, 'small-sweep'));
  check(wrong.length === 0, 'its record is the same, its checkpoint bit for bit', wrong.join('\n'));
}
