import { loadExperiment } from '@alignclip/experiment';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runMain } from '../testing/check';
import { killSweeps } from './kill-sweeps';

const small = join(__dirname, '../testing/small-sweep.ts');

/**
 * `npm run test:kill [KILLS [EXPERIMENT [PROFILE [WORKERS]]]]`: kills sweeps at random moments; the results must be the same.
 * With WORKERS each cell has so many, of which one is killed, and the undisturbed sweep has one.
 */
async function main([kills = '5', file = small, profile = 'quick', workers = '1']: readonly string[]): Promise<void> {
  if (!/^[1-9]\d{0,3}$/.test(kills)) throw new Error(`KILLS = "${kills}": a whole number from 1`);
  if (!/^(1|2|4|8)$/.test(workers)) throw new Error(`WORKERS = "${workers}": 1, 2, 4 or 8`);
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-kill-'));
  const { name } = loadExperiment(file).definition;
  const say = (line: string) => console.log(line);
  try {
    const plan = { file: resolve(file), profile, name, kills: Number(kills), workers: Number(workers), folder, say };
    const tally = await killSweeps(plan);
    say(`${tally}; the same results every time`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runMain(() => main(process.argv.slice(2)));
