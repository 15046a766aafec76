/** Our side of `npm run bench:epoch`; see tools/bench/step/side.ts for what it reads and writes. A step is an epoch. */
import { selectBackend } from '@alignclip/backend';
import { createInterface } from 'node:readline';
import { ourEpoch, type OurEpoch } from './epoch/our-epoch';
import type { EpochTask } from './epoch/task';

const say = (answer: object): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function main(): Promise<void> {
  const { name, threads, allocator, customOps } = await selectBackend();
  let trained: OurEpoch | undefined;
  for await (const line of createInterface(process.stdin)) {
    if (trained) say({ ms: await trained.epoch() });
    else {
      trained = await ourEpoch(JSON.parse(line) as EpochTask);
      const versions = `${name} (${threads} threads, ${customOps ? 'own operations' : 'COMPOSED KERNELS ONLY'}, ${allocator} allocator)`;
      say({ parameters: trained.parameters, versions });
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
