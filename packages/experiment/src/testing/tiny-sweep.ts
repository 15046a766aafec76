import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm } from '@alignclip/core';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { z } from 'zod';
import { tinyBase, tinyExperiment } from './tiny-experiment';

/** Not finite from the first step on. */
const brokenTerm = defineComponent(LossTerm)({
  type: 'broken-term',
  options: z.strictObject({}),
  create: () => ({ symbol: 'L_broken', weight: 1, compute: () => tf.scalar(NaN) }),
});

/** An experiment file for sweeps in real processes: two variants that succeed and one that fails. */
export default tinyExperiment({
  name: 'tiny-sweep',
  base: { ...tinyBase, trainer: trainer({ steps: 40, batchSize: 16, checkpointEvery: 5 }) },
  variants: {
    CLIP: {},
    AlignCLIP: { sharing: shared(), losses: [crossModalitySeparation(), intraModalitySeparation()] },
    broken: { losses: [clip(), brokenTerm()] },
  },
  components: [brokenTerm],
});
