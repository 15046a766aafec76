import { claim, scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { share } from './shared/columns';
import { shiftedSplits } from './shared/evaluators';

const top1 = (split: string) => `distribution-shift/${split}/coarse/top-1`;
/** What stands in for the paper's shifted ImageNets. */
const beside = { shift: 'ImageNet-V2', 'test-shift': 'ImageNet-R', extreme: 'ImageNet-Sketch' } as const;

/** Zero-shot classification under shift: another drawing, another drawing of unseen emoji, black on white. */
export default paperExperiment({
  name: 'distribution-shift',
  tables: [
    scoreTable({
      title: 'Distribution shift: zero-shot classification (coarse)',
      baseline: 'CLIP',
      columns: Object.entries(beside).flatMap(([split, data]) => [
        share(split, 'top-1', top1(split), { measure: 'zero-shot/top-1', data }),
        { ...share(split, 'drop', `distribution-shift/${split}/coarse/drop`), better: 'lower' as const },
      ]),
    }),
  ],
  claims: [
    claim({
      claim: 'AlignCLIP classifies better than CLIP under every distribution shift',
      source: 'distribution shift',
      pairs: [['AlignCLIP', 'CLIP']],
      scores: shiftedSplits.map((split) => ({
        name: `top-1 on ${split}`,
        score: top1(split),
        better: 'higher',
        percent: true,
      })),
    }),
  ],
});
