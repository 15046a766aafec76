import { slurmStatus } from '@alignclip/launchers';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../testing/check';
import { runAlignclip } from '../testing/run-alignclip';
import type { Cluster } from './cluster';
import { untilMerged } from './until-merged';

/** A cell that fails: its error is told, and the other merge job tells it to who was away. */
export async function checkFailure(cluster: Cluster, folder: string): Promise<void> {
  const runs = join(folder, 'failing');
  const sweep = ['packages/experiment/src/testing/tiny-sweep.ts', '--variant', 'broken', '--runs', runs];
  const onSlurm = ['--launcher', 'slurm', '--launcher-option', 'pollSeconds=0.5'];
  const { code, output } = await runAlignclip(['ablate', ...sweep, ...onSlurm], cluster.environment);
  check(code === 1 && output.includes('L_broken = NaN'), 'a failing cell is told with its error', output);
  const { batches } = await cluster.within(() => slurmStatus(join(runs, 'tiny-sweep')));
  check(batches[0]!.tasks[0]!.state === 'failed', 'its state is failed');
  const merged = await untilMerged(batches[0]!);
  check(merged.includes('0 of 1 done'), 'the merge job has run after the failure', merged);
  const outcomes = readFileSync(join(batches[0]!.folder, 'outcomes.json'), 'utf8');
  check(outcomes.includes('L_broken = NaN'), 'and has gathered the error', outcomes);
}
