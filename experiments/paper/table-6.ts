import { claim, crossModalitySeparation, intraModalitySeparation, scoreTable, shared } from 'alignclip';
import { paperExperiment, variants } from './shared/base';
import { accuracyColumns, claimed, onePoint, recallKeys, share } from './shared/columns';
import { data } from './shared/data';

const withoutRescaling = 'AlignCLIP, D = 1';

/** Table 6: AlignCLIP without rescaling by the distance D of the captions. */
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
        { title: 'alignment score', score: `gap/${data.main}/alignment-score`, better: 'higher' },
        { title: 'centroid distance', score: `gap/${data.main}/centroid-distance`, better: 'lower' },
        ...accuracyColumns(data.zeroShot, 'zero-shot/top-1', false),
        share('retrieval', 'mean recall', recallKeys(data.main)),
      ],
    }),
  ],
  claims: [
    claim({
      claim: 'Without rescaling by D, classification and retrieval fall',
      source: 'Table 6',
      pairs: [['AlignCLIP', withoutRescaling]],
      scores: [
        ...claimed(data.zeroShot),
        { name: 'mean recall', score: recallKeys(data.main), better: 'higher', percent: true },
      ],
      margin: onePoint,
    }),
  ],
});
