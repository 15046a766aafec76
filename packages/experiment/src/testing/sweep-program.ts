import { local } from '@alignclip/launchers';
import { loadExperiment } from '../define/load-experiment';
import { Registry } from '../define/registry';
import { withStore } from '../sweep/open-experiment';
import { planSweep } from '../sweep/plan-sweep';
import { runSweep } from '../sweep/sweep';

/** `sweep-program FILE FOLDER VARIANT…`: a sweep with a line of JSON for each event. */
async function main([file, folder, ...variants]: readonly string[]): Promise<void> {
  const plan = await planSweep(withStore(loadExperiment(file!), folder!), { variants });
  const launcher = new Registry().create(local());
  const report = (event: unknown) => process.stdout.write(`${JSON.stringify(event)}\n`);
  await runSweep(plan, launcher, new AbortController().signal, report);
}

void main(process.argv.slice(2));
