import { openExperiment, planSweep, runSweep } from '@alignclip/experiment';
import { local } from '@alignclip/launchers';
import { runMain } from '../testing/check';

/** `sweep-program FILE PROFILE RUNS`: a sweep with a line of JSON for each event. */
async function main([file, profile, runs]: readonly string[]): Promise<void> {
  const experiment = openExperiment(file!, { runs: runs! });
  const plan = await planSweep(experiment, { profile });
  const launcher = experiment.registry.create(local());
  const report = (event: unknown) => process.stdout.write(`${JSON.stringify(event)}\n`);
  await runSweep(plan, launcher, new AbortController().signal, report);
}

runMain(() => main(process.argv.slice(2)));
