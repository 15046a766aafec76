import type { Target } from '../target';
import { commandTargets } from './commands';
import { datasetTargets } from './datasets';
import { imageTargets } from './images';
import { modelTargets } from './models';
import { storeTargets } from './stores';
import { tensorTargets } from './tensors';
import { textTargets } from './texts';

/** Everything that reads what it did not write. */
export const targets: readonly Target[] = [
  ...imageTargets,
  ...datasetTargets,
  ...tensorTargets,
  ...modelTargets,
  ...storeTargets,
  ...textTargets,
  ...commandTargets,
];
