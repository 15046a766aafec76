import { claim, scoreTable } from 'alignclip';
import { classificationExperiment } from './shared/base';
import { accuracyColumns, claimed, ifAny, onePoint } from './shared/columns';
import { data } from './shared/data';

/** Zero-shot classification under shift; embedded: another drawing, another drawing of unseen emoji, black on white. */
export default classificationExperiment({
  name: 'distribution-shift',
  tables: ifAny(data.shift, (scores) =>
    scoreTable({
      title: 'Distribution shift: zero-shot classification',
      baseline: 'CLIP',
      columns: accuracyColumns(scores, 'zero-shot/top-1'),
    }),
  ),
  claims: ifAny(data.shift, (scores) =>
    claim({
      claim: 'AlignCLIP classifies better than CLIP under every distribution shift',
      source: 'distribution shift',
      pairs: [['AlignCLIP', 'CLIP']],
      scores: claimed(scores),
      margin: onePoint,
    }),
  ),
});
