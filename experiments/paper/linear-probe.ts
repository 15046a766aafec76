import { claim, scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { share } from './shared/columns';
import { classSets } from './shared/evaluators';

const top1 = (set: string) => `linear-probe/test/${set}/top-1`;
const beside = { coarse: 'CIFAR-10', group: 'Flowers-102', subgroup: 'CIFAR-100' } as const;

/** Linear probe: a classifier on frozen image embeddings, trained on seen emoji, tested on unseen ones. */
export default paperExperiment({
  name: 'linear-probe',
  tables: [
    scoreTable({
      title: 'Linear probe (test)',
      baseline: 'CLIP',
      columns: Object.entries(beside).map(([set, data]) =>
        share(set, 'top-1', top1(set), { measure: 'linear-probe/top-1', data }),
      ),
    }),
  ],
  claims: [
    claim({
      claim: 'AlignCLIP is the best of the three under the linear probe on every data set',
      source: 'linear probe',
      pairs: [['AlignCLIP', 'CLIP'], ['AlignCLIP', 'SharedCLIP']], // prettier-ignore
      scores: classSets.map((set) => ({ name: `top-1 of ${set}`, score: top1(set), better: 'higher', percent: true })),
    }),
  ],
});
