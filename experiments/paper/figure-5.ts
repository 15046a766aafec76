import { claim, scoreTable, sphereMap } from 'alignclip';
import { paperExperiment } from './shared/base';
import { share } from './shared/columns';
import { data } from './shared/data';

const mixing = `projection/${data.main}/sphere/mixing`;

/** Figure 5: images and captions on the sphere. */
export default paperExperiment({
  name: 'figure-5',
  tables: [
    scoreTable({
      title: 'Figure 5 in numbers: neighbours of the other modality on the sphere',
      baseline: 'CLIP',
      columns: [share('sphere', 'mixing', mixing)],
    }),
  ],
  figures: [sphereMap({ title: 'Figure 5: images and captions on the sphere', split: data.main })],
  claims: [
    claim({
      claim: 'On the sphere the modalities are mixed by AlignCLIP, and apart by CLIP',
      source: 'Figure 5',
      pairs: [['AlignCLIP', 'CLIP']],
      scores: [{ name: 'share of neighbours of the other modality', score: mixing, better: 'higher', percent: true }],
    }),
  ],
});
