import type { Launcher } from '@alignclip/core';
import { loadExperiment, planSweep, Registry, runFolder, runSweep, RunStore } from '@alignclip/experiment';
import { local } from '@alignclip/launchers';
import { runMain } from '../testing/check';

/** `sweep-program FILE PROFILE RUNS`: a sweep with a line of JSON for each event. */
async function main([file, profile, runs]: readonly string[]): Promise<void> {
  const experiment = loadExperiment(file!);
  const { definition } = experiment;
  const store = new RunStore(runFolder(runs!, definition.name));
  const plan = await planSweep(experiment, { profile }, store);
  const launcher = new Registry(definition.components).create<Launcher>(local());
  const report = (event: unknown) => process.stdout.write(`${JSON.stringify(event)}\n`);
  await runSweep(plan, store, launcher, new AbortController().signal, report);
}

runMain(() => main(process.argv.slice(2)));
