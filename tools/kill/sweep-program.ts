import { openExperiment, planSweep, runSweep } from '@alignclip/experiment';
import { local } from '@alignclip/launchers';
import { runMain } from '../testing/check';

/**
 * `sweep-program FILE PROFILE RUNS CHUNKS WORKERS`: a sweep with a line of JSON for each event, whose batches are in so many
 * chunks where there are several.
 */
async function main([file, profile, runs, chunks, workers]: readonly string[]): Promise<void> {
  const experiment = openExperiment(file!, { runs: runs! });
  const settings = Number(chunks) > 1 ? { 'trainer.accumulate': Number(chunks) } : {};
  const plan = await planSweep(experiment, { profile, settings });
  const launcher = experiment.registry.create(local({ workers: Number(workers) }));
  const report = (event: unknown) => process.stdout.write(`${JSON.stringify(event)}\n`);
  await runSweep(plan, launcher, new AbortController().signal, report);
}

runMain(() => main(process.argv.slice(2)));
