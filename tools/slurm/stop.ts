import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runMain } from '../testing/check';
import { Cluster } from './cluster';

/** `npm run slurm:stop -- FOLDER`: ends the daemons and jobs of a test cluster and removes its folder. */
async function main(folder = ''): Promise<void> {
  if (folder === '' || !existsSync(join(folder, 'slurm.conf')) || !existsSync(join(folder, 'munge.socket.lock')))
    throw new Error(`"${folder}" is not a folder that npm run slurm:start has made`);
  await new Cluster(resolve(folder)).stop();
  rmSync(folder, { recursive: true, force: true });
  console.log('stopped');
}

runMain(() => main(process.argv[2]));
