import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../testing/check';
import { Cluster } from './cluster';
import { checkFailure } from './check-failure';
import { checkLostNode } from './check-lost-node';
import { checkWorkers } from './check-workers';
import { installSlurm } from './install-slurm';

/** `npm run test:slurm`: sweeps on a real Slurm of two nodes on this host; skipped where it can't be installed. */
async function main(): Promise<void> {
  const reason = installSlurm((line) => console.log(line));
  if (reason !== undefined) return console.log(`test:slurm: SKIPPED, no Slurm here: ${reason}`);
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-slurm-'));
  const cluster = new Cluster(folder);
  try {
    await cluster.start();
    await checkLostNode(cluster, folder);
    await checkFailure(cluster, folder);
    await checkWorkers(cluster, folder);
    console.log('test:slurm: all as it should be');
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

runMain(main);
