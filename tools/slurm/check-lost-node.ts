import { slurmStatus, type BatchStatus } from '@alignclip/launchers';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { differences } from '@alignclip/experiment/testing';
import { check } from '../testing/check';
import { runAlignclip } from '../testing/run-alignclip';
import type { Cluster } from './cluster';
import { untilMerged } from './until-merged';

const experiment = ['tools/testing/small-sweep.ts', '--profile', 'long'];
const cells = 4;

/** Hands a sweep over, loses a node, follows it to its end, and compares with the same sweep on this machine. */
export async function checkLostNode(cluster: Cluster, folder: string): Promise<void> {
  const [here, there] = ['local', 'slurm'].map((name) => join(folder, name)) as [string, string];
  const sweep = (runs: string, ...args: readonly string[]) =>
    runAlignclip(['ablate', ...experiment, '--runs', runs, ...args], cluster.environment);
  const onSlurm = ['--launcher', 'slurm', '--launcher-option', 'pollSeconds=0.5', 'memory=1500M', 'time=00:30:00'];

  const submitted = await sweep(there, ...onSlurm, '--detach');
  check(submitted.code === 0, 'a sweep is handed over', submitted.output);
  const batch = await untilTraining(cluster, join(there, 'small-sweep'));
  cluster.killNode('n1');
  await wait(2000);
  check(cluster.processesOn('n1') === 0, `node n1 is lost at ${progressOf(batch)}`);
  cluster.startNode('n1');

  const status = await runAlignclip(['runs', 'jobs', '--runs', there], cluster.environment);
  const shown = /CLIP · seed 0 +(RUNNING|PENDING)/.test(status.output) && status.output.includes(`${cells} tasks`);
  check(status.code === 0 && shown, 'runs jobs tells how far it is', status.output);

  const followed = await sweep(there, ...onSlurm, '--wait');
  check(followed.code === 0, 'the same command follows it to its end', followed.output);
  check(followed.output.includes(`${cells} records in`), 'prints what the records say', followed.output);
  const restarts = cluster.restartsOf(batch.name);
  check(restarts > 0, `Slurm has requeued ${restarts} of its tasks`);
  const merged = await untilMerged(batch);
  check(merged.includes(`${cells} of ${cells} done`), 'the merge job has run after the array', merged);

  const calm = await sweep(here);
  check(calm.code === 0, 'the same sweep runs on this machine', calm.output);
  const wrong = await differences(join(here, 'small-sweep'), join(there, 'small-sweep'));
  check(wrong.length === 0, 'records are the same, checkpoints bit for bit', wrong.join('\n'));
}

/** Waits until so many tasks train, some steps after their first checkpoints. */
export async function untilTraining(cluster: Cluster, runFolder: string, tasks = 2): Promise<BatchStatus> {
  for (let i = 0; i < 600; i += 1) {
    const [batch] = (await cluster.within(() => slurmStatus(runFolder))).batches;
    const training = batch?.tasks.filter(({ progress }) => Number(progress?.['step'] ?? 0) >= 30) ?? [];
    if (batch !== undefined && training.length >= tasks) return batch;
    await wait(200);
  }
  throw new Error(`${tasks} tasks do not train after 2 min`);
}

const progressOf = ({ tasks }: BatchStatus): string =>
  tasks.map(({ state, progress }) => [state.toLowerCase(), ...stepOf(progress)].join(' ')).join(', ');

const stepOf = (progress: BatchStatus['tasks'][number]['progress']): string[] =>
  progress?.['step'] === undefined ? [] : [JSON.stringify(progress['step'])];
