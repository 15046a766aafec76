import { claim, gapAgainstScore, scoreTable, trainingCurves } from 'alignclip';
import { paperExperiment } from './shared/base';
import { recallKeys } from './shared/columns';
import { data } from './shared/data';

const scoreOf = (split: string) => `gap/${split}/alignment-score`;
const alignment = (title: string, score: string | string[]) => ({ title, score, better: 'higher' as const });
const gap = (measure: string) => `gap/${data.main}/${measure}`;

/** Table 1: alignment scores, mean cosine of true pairs, on several data. */
export default paperExperiment({
  name: 'table-1',
  tables: [
    scoreTable({
      title: 'Table 1: alignment scores',
      baseline: 'CLIP',
      columns: [
        ...data.splits.map((split) => alignment(split, scoreOf(split))),
        {
          ...alignment('mean', data.splits.map(scoreOf)),
          published: { measure: 'alignment-score', data: 'CC3M, MSCOCO, ImageNet-1K, CIFAR-100, CIFAR-10' },
        },
      ],
    }),
    scoreTable({
      title: `Table 1, other measures of the gap (${data.main})`,
      columns: [
        { title: 'centroid distance', score: gap('centroid-distance'), better: 'lower' },
        { title: 'RMG', score: gap('rmg'), better: 'lower' },
        { title: 'linear separability', score: gap('linear-separability'), better: 'lower' },
        { title: 'uniformity of both', score: gap('uniformity-union'), better: 'lower' },
        { title: 'effective rank, images', score: gap('effective-rank-image'), better: 'higher', digits: 1 },
        { title: 'effective rank, texts', score: gap('effective-rank-text'), better: 'higher', digits: 1 },
      ],
    }),
  ],
  figures: [
    trainingCurves(),
    gapAgainstScore({
      x: { name: 'centroid distance', score: gap('centroid-distance') },
      y: { name: 'mean recall', score: recallKeys(data.main), percent: true },
    }),
  ],
  claims: [
    claim({
      claim: 'The alignment score rises from CLIP over SharedCLIP to AlignCLIP on every data set',
      source: 'Table 1',
      pairs: [
        ['SharedCLIP', 'CLIP'],
        ['AlignCLIP', 'SharedCLIP'],
      ],
      scores: data.splits.map((split) => ({
        name: `alignment score on ${split}`,
        score: scoreOf(split),
        better: 'higher',
      })),
    }),
  ],
});
