import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../testing/check';
import { Cluster } from './cluster';
import { installSlurm } from './install-slurm';

/** `npm run slurm:start`: a Slurm of two nodes on this host, for trying and testing; prints how to use and stop it. */
async function main(): Promise<void> {
  const reason = installSlurm((line) => console.log(line));
  if (reason !== undefined) throw new Error(`no Slurm: ${reason}`);
  const cluster = new Cluster(mkdtempSync(join(tmpdir(), 'alignclip-slurm-')));
  await cluster.start().catch(async (error: unknown) => {
    await cluster.stop();
    throw error;
  });
  console.log(`two idle nodes\n  use it:  export SLURM_CONF=${cluster.environment.SLURM_CONF}`);
  console.log(`  stop it: npm run slurm:stop -- ${cluster.folder}`);
}

runMain(main);
