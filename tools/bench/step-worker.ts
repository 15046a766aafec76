/** Our side of `npm run bench:step`. */
import { joinCluster } from '@alignclip/backend';
import type { Peers } from '@alignclip/core';
import { ourStep } from './step/our-step';
import { Exchange } from './scale/exchange';
import { serveSide } from './step/serve-side';
import type { StepTask } from './step/task';

let exchange: Exchange | undefined;

serveSide(
  async (task, { name, tensorflow = '', threads, allocator, customOps, device }) => {
    const { parameters, step } = await ourStep(task as StepTask, undefined, exchange);
    const kernels = customOps
      ? 'own operations'
      : device === 'gpu'
        ? "TensorFlow's on the GPU"
        : 'COMPOSED KERNELS ONLY';
    const versions = `${name} ${tensorflow} (${threads} threads, ${kernels}, ${allocator} allocator)`;
    return { parameters, versions, step, ...(exchange && { exchanged: () => exchange!.taken() }) };
  },
  async (task) => {
    const { cluster } = task as StepTask;
    const peers: Peers | undefined = cluster && (await joinCluster(cluster));
    exchange = peers && new Exchange(peers);
  },
);
