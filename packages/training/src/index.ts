import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './batches/batch';
export { batchNumberFeed } from './batches/batch-numbers';
export type { Feed } from './batches/feed';
export { serveBatches } from './batches/thread/serve-batches';
export * from './checkpoint';
export * from './components';
export * from './contrastive-model';
export * from './contrastive-trainer';
export * from './gradients';
export * from './objective';
export * from './probe-watch';
export * from './tokens';
export * from './trained-model';
export const trainingComponents = componentsOf(all);
