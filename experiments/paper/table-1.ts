import { claim, gapAgainstScore, scoreTable, trainingCurves } from 'alignclip';
import { paperExperiment } from './shared/base';
import { recallKeys } from './shared/columns';
import { gapSplits } from './shared/evaluators';

const scoreOf = (split: string) => `gap/${split}/alignment-score`;
const alignment = (title: string, score: string | string[]) => ({ title, score, better: 'higher' as const });

/** Table 1: alignment scores, mean cosine of true pairs, on five sets of pictures. */
export default paperExperiment({
  name: 'table-1',
  tables: [
    scoreTable({
      title: 'Table 1: alignment scores',
      baseline: 'CLIP',
      columns: [
        ...gapSplits.map((split) => alignment(split, scoreOf(split))),
        {
          ...alignment('mean', gapSplits.map(scoreOf)),
          published: { measure: 'alignment-score', data: 'CC3M, MSCOCO, ImageNet-1K, CIFAR-100, CIFAR-10' },
        },
      ],
    }),
    scoreTable({
      title: 'Table 1, other measures of the gap (test)',
      columns: [
        { title: 'centroid distance', score: 'gap/test/centroid-distance', better: 'lower' },
        { title: 'RMG', score: 'gap/test/rmg', better: 'lower' },
        { title: 'linear separability', score: 'gap/test/linear-separability', better: 'lower' },
        { title: 'uniformity of both', score: 'gap/test/uniformity-union', better: 'lower' },
        { title: 'effective rank, images', score: 'gap/test/effective-rank-image', better: 'higher', digits: 1 },
        { title: 'effective rank, texts', score: 'gap/test/effective-rank-text', better: 'higher', digits: 1 },
      ],
    }),
  ],
  figures: [
    trainingCurves(),
    gapAgainstScore({
      x: { name: 'centroid distance', score: 'gap/test/centroid-distance' },
      y: { name: 'mean recall', score: recallKeys('test'), percent: true },
    }),
  ],
  claims: [
    claim({
      claim: 'The alignment score rises from CLIP over SharedCLIP to AlignCLIP on every data set',
      source: 'Table 1',
      pairs: [['SharedCLIP', 'CLIP'], ['AlignCLIP', 'SharedCLIP']], // prettier-ignore
      scores: gapSplits.map((split) => ({
        name: `alignment score on ${split}`,
        score: scoreOf(split),
        better: 'higher',
      })),
    }),
  ],
});
