import { claim, scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { accuracyColumns, claimed, ifAny, onePoint } from './shared/columns';
import { data } from './shared/data';

/** Linear probe: a classifier on frozen image embeddings. */
export default paperExperiment({
  name: 'linear-probe',
  tables: ifAny(data.probe, (scores) =>
    scoreTable({
      title: 'Linear probe',
      baseline: 'CLIP',
      columns: accuracyColumns(scores, 'linear-probe/top-1'),
    }),
  ),
  claims: ifAny(data.probe, (scores) =>
    claim({
      claim: 'AlignCLIP is the best of the three under the linear probe on every data set',
      source: 'linear probe',
      pairs: [
        ['AlignCLIP', 'CLIP'],
        ['AlignCLIP', 'SharedCLIP'],
      ],
      says: 'best-of',
      scores: claimed(scores),
      margin: onePoint,
    }),
  ),
});
