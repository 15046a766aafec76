import { joinCluster } from '@alignclip/backend';
import { type Cluster, messageOf } from '@alignclip/core';
import { cellsOf } from '../define/cells';
import { openExperiment } from '../sweep/open-experiment';
import { runCell } from '../sweep/run-cell';

/** `cell-program CLUSTER FOLDER RUNS`: one worker of the first cell of FOLDER/experiment.ts; relative paths are in that folder. */
async function main([cluster, folder, runs]: readonly string[]): Promise<void> {
  process.chdir(folder!);
  const peers = await joinCluster(JSON.parse(cluster!) as Cluster);
  const experiment = openExperiment('experiment.ts', { runs: runs! });
  await runCell(experiment, cellsOf(experiment.definition)[0]!, 'quick', { peers });
}

void main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(messageOf(error));
    process.exit(1);
  },
);
