import { loadExperiment, RunStore } from '@alignclip/experiment';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences } from './compare-runs';
import { killableSweep } from './killable-sweep';

/** `npm run test:kill [KILLS [EXPERIMENT [PROFILE]]]`: kills a sweep at random moments; the result must be the same. */
async function main([kills = '5', file = 'experiments/quickstart.ts', profile = 'smoke']: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-kill-'));
  const { name } = loadExperiment(file).definition;
  const sweep = (runs: string, seconds?: number) =>
    killableSweep([file, '--profile', profile, '--runs', join(folder, runs)], seconds);
  try {
    const start = performance.now();
    await sweep('calm');
    const whole = (performance.now() - start) / 1000;
    console.log(`undisturbed: ${whole.toFixed(1)} s`);
    for (let kill = 1; kill <= Number(kills); kill += 1) {
      const seconds = whole * Math.random();
      const { killed } = await sweep('killed', seconds);
      const { records, problems } = new RunStore(join(folder, 'killed', name)).readAll();
      const what = killed ? 'killed' : 'finished before the kill';
      console.log(`${what} ${kill} of ${kills} at ${seconds.toFixed(1)} s: ${records.length} cells finished`);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    }
    await sweep('killed');
    const wrong = await differences(join(folder, 'calm', name), join(folder, 'killed', name));
    console.log(wrong.length > 0 ? wrong.join('\n') : 'the same records and bit-equal checkpoints');
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
