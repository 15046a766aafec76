import type { Launcher } from '@alignclip/core';
import { local } from '@alignclip/launchers';
import { loadExperiment } from '../load-experiment';
import { Registry } from '../registry';
import { RunStore } from '../run-store';
import { planSweep } from '../plan-sweep';
import { runSweep } from '../sweep';

/** `sweep-program FILE FOLDER VARIANT…`: a sweep with a line of JSON for each event. */
async function main([file, folder, ...variants]: readonly string[]): Promise<void> {
  const store = new RunStore(folder!);
  const plan = await planSweep(loadExperiment(file!), { variants }, store);
  const launcher = new Registry().create<Launcher>(local());
  const report = (event: unknown) => process.stdout.write(`${JSON.stringify(event)}\n`);
  await runSweep(plan, store, launcher, new AbortController().signal, report);
}

void main(process.argv.slice(2));
