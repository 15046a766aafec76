import {
  alignment,
  crossModalitySeparation,
  cyclicConsistency,
  gapAgainstScore,
  learnedLogitScale,
  scoreTable,
  sigmoid,
  simclr,
  uniformity,
} from 'alignclip';
import { paperExperiment, variants } from './shared/base';
import { recallKeys, share } from './shared/columns';

/** CLIP's own term is twice L_CLIP here (docs/deviations.md), so what rivals add to it counts twice, too. */
const twice = { weight: 2 };
const contrast = crossModalitySeparation();

/** Table 7: rivals with the same data, towers, steps and optimizer. SigLIP starts at its own temperature. */
export default paperExperiment({
  name: 'table-7',
  variants: {
    ...variants,
    CyCLIP: { losses: [contrast, cyclicConsistency(twice)] },
    SigLIP: { losses: [sigmoid(twice)], temperature: learnedLogitScale({ start: 10 }) },
    'align + uniform': { losses: [contrast, alignment(twice), uniformity(twice)] },
    SLIP: { losses: [contrast, simclr(twice)] },
  },
  tables: [
    scoreTable({
      title: 'Table 7: rivals',
      baseline: 'CLIP',
      columns: [
        { title: 'alignment score', score: 'gap/test/alignment-score', better: 'higher' },
        { title: 'centroid distance', score: 'gap/test/centroid-distance', better: 'lower' },
        { title: 'RMG', score: 'gap/test/rmg', better: 'lower' },
        share('zero-shot', 'coarse top-1', 'zero-shot/test/coarse/top-1'),
        share('linear probe', 'coarse top-1', 'linear-probe/test/coarse/top-1'),
        share('retrieval', 'mean recall', recallKeys('test')),
      ],
    }),
  ],
  figures: [
    gapAgainstScore({
      x: { name: 'centroid distance', score: 'gap/test/centroid-distance' },
      y: { name: 'mean recall', score: recallKeys('test'), percent: true },
    }),
  ],
});
