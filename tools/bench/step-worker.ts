/** Our side of `npm run bench:step`; see tools/bench/step/side.ts for what it reads and writes. */
import { selectBackend } from '@alignclip/backend';
import { createInterface } from 'node:readline';
import { ourStep, type OurStep } from './step/our-step';
import type { StepTask } from './step/task';

const say = (answer: object): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function main(): Promise<void> {
  const backend = await selectBackend();
  let trained: OurStep | undefined;
  for await (const line of createInterface(process.stdin)) {
    if (trained) say({ ms: trained.step() });
    else {
      trained = await ourStep(JSON.parse(line) as StepTask);
      const kernels = backend.customOps ? 'own operations' : 'COMPOSED KERNELS ONLY';
      const versions = `${backend.name} ${backend.tensorflow ?? ''} (${backend.threads} threads, ${kernels}, ${backend.allocator} allocator)`;
      say({ parameters: trained.parameters, versions });
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
