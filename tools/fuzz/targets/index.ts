import type { Target } from '../target';
import { commandTargets } from './commands';
import { archiveTargets } from './archives';
import { classFolders } from './class-folders';
import { listTargets } from './lists';
import { optionTarget } from './options';
import { recordTargets } from './records';
import { hubTargets } from './hub';
import { imageTargets } from './images';
import { keptTargets } from './kept-weights';
import { modelTargets } from './models';
import { shardTarget } from './shards';
import { storeTargets } from './stores';
import { tensorTargets } from './tensors';
import { textTargets } from './texts';

/** Everything that reads what it did not write. */
export const targets: readonly Target[] = [
  ...imageTargets,
  ...listTargets,
  ...archiveTargets,
  classFolders,
  ...recordTargets,
  ...tensorTargets,
  ...keptTargets,
  shardTarget,
  ...modelTargets,
  ...hubTargets,
  ...storeTargets,
  ...textTargets,
  ...commandTargets,
  optionTarget,
];
