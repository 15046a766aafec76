import { cosineDistribution, distributionClaim } from 'alignclip';
import { paperExperiment } from './shared/base';
import { data } from './shared/data';

/** Figure 4: cumulative distribution of the cosines of true pairs. */
export default paperExperiment({
  name: 'figure-4',
  figures: [
    cosineDistribution({ title: `Figure 4: cosines of true pairs (${data.main})`, splits: [data.main] }),
    cosineDistribution({ title: 'Figure 4 on every split', splits: [...data.splits] }),
  ],
  claims: [
    distributionClaim({
      claim: 'The cosines of true pairs are shifted to the right by SharedCLIP, and further by AlignCLIP',
      source: 'Figure 4',
      pairs: [
        ['SharedCLIP', 'CLIP'],
        ['AlignCLIP', 'SharedCLIP'],
      ],
      splits: [data.main],
    }),
  ],
});
