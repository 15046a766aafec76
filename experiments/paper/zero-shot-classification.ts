import { claim, classBars, scoreTable } from 'alignclip';
import { classificationExperiment } from './shared/base';
import { accuracyColumns, claimed, ifAny, onePoint, share } from './shared/columns';
import { data } from './shared/data';

const source = 'zero-shot classification';
const isImageNet = ({ title }: { readonly title: string }) => title === 'ImageNet-1K';
const imageNet = data.zeroShot.filter(isImageNet);
const others = data.zeroShot.filter((one) => !isImageNet(one));
const withTop5 = data.zeroShot.filter(({ paper }) => paper !== undefined && paper !== 'Flowers-102');

/** Zero-shot classification by class prompts. */
export default classificationExperiment({
  name: 'zero-shot-classification',
  tables: [
    ...ifAny(data.zeroShot, (scores) =>
      scoreTable({
        title: 'Zero-shot classification, top-1',
        baseline: 'CLIP',
        columns: accuracyColumns(scores, 'zero-shot/top-1'),
      }),
    ),
    ...ifAny(withTop5, (scores) =>
      scoreTable({
        title: 'Zero-shot classification, top-5',
        baseline: 'CLIP',
        columns: scores.map(({ title, score, paper }) =>
          share(title, 'top-5', score.replace(/top-1$/, 'top-5'), { measure: 'zero-shot/top-5', data: paper! }),
        ),
      }),
    ),
  ],
  figures: data.bars.map((task) => classBars(task)),
  claims: [
    ...ifAny(data.zeroShot, (scores) =>
      claim({
        claim: 'AlignCLIP classifies at least as well as CLIP on every data set, to one point',
        source,
        pairs: [['AlignCLIP', 'CLIP']],
        scores: claimed(scores),
        says: 'maintains',
        margin: onePoint,
      }),
    ),
    ...ifAny(imageNet, (scores) =>
      claim({
        claim: 'SharedCLIP alone classifies better than CLIP on ImageNet-1K',
        source,
        pairs: [['SharedCLIP', 'CLIP']],
        scores: claimed(scores),
        margin: onePoint,
      }),
    ),
    ...ifAny(others, (scores) =>
      claim({
        claim: 'SharedCLIP alone classifies worse than CLIP on every data set but ImageNet-1K',
        source,
        pairs: [['CLIP', 'SharedCLIP']],
        scores: claimed(scores),
        margin: onePoint,
      }),
    ),
    ...ifAny(data.fineGrained, (scores) =>
      claim({
        claim: 'AlignCLIP is the best of the three on fine-grained classes (Flowers-102, Stanford Cars)',
        source,
        pairs: [
          ['AlignCLIP', 'CLIP'],
          ['AlignCLIP', 'SharedCLIP'],
        ],
        says: 'best-of',
        scores: claimed(scores),
        margin: onePoint,
      }),
    ),
  ],
});
