import { claim, crossModalitySeparation, intraModalitySeparation, scoreTable, shared } from 'alignclip';
import { paperExperiment, variants } from './shared/base';
import { recallKeys, share } from './shared/columns';

const withoutRescaling = 'AlignCLIP, D = 1';
const top1 = 'zero-shot/test/coarse/top-1';

/** Table 6: what AlignCLIP is without rescaling by the distance D of the captions. */
export default paperExperiment({
  name: 'table-6',
  variants: {
    AlignCLIP: variants.AlignCLIP,
    [withoutRescaling]: {
      sharing: shared(),
      losses: [crossModalitySeparation(), intraModalitySeparation({ rescale: false })],
    },
  },
  tables: [
    scoreTable({
      title: 'Table 6: separation with and without rescaling',
      baseline: 'AlignCLIP',
      columns: [
        { title: 'alignment score', score: 'gap/test/alignment-score', better: 'higher' },
        { title: 'centroid distance', score: 'gap/test/centroid-distance', better: 'lower' },
        share('zero-shot', 'coarse top-1', top1),
        share('zero-shot', 'subgroup top-1', 'zero-shot/test/subgroup/top-1'),
        share('retrieval', 'mean recall', recallKeys('test')),
      ],
    }),
  ],
  claims: [
    claim({
      claim: 'Without rescaling by D, classification and retrieval fall',
      source: 'Table 6',
      pairs: [['AlignCLIP', withoutRescaling]],
      scores: [
        { name: 'zero-shot top-1 of coarse', score: top1, better: 'higher', percent: true },
        { name: 'mean recall', score: recallKeys('test'), better: 'higher', percent: true },
      ],
    }),
  ],
});
