/** Our side of `npm run bench:step`. */
import { ourStep } from './step/our-step';
import { serveSide } from './step/serve-side';
import type { StepTask } from './step/task';

serveSide(async (task, { name, tensorflow = '', threads, allocator, customOps, device }) => {
  const { parameters, step } = await ourStep(task as StepTask);
  const kernels = customOps ? 'own operations' : device === 'gpu' ? "TensorFlow's on the GPU" : 'COMPOSED KERNELS ONLY';
  const versions = `${name} ${tensorflow} (${threads} threads, ${kernels}, ${allocator} allocator)`;
  return { parameters, versions, step };
});
