/** Our side of `npm run bench:epoch`; a step is an epoch. */
import { ourEpoch, type EpochTask } from './epoch/our-epoch';
import { serveSide } from './step/serve-side';

serveSide(async (task, { name, threads, allocator, customOps }) => {
  const { parameters, epoch } = await ourEpoch(task as EpochTask);
  const kernels = customOps ? 'own operations' : 'COMPOSED KERNELS ONLY';
  const versions = `${name} (${threads} threads, ${kernels}, ${allocator} allocator)`;
  return { parameters, versions, step: epoch };
});
