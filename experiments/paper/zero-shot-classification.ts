import { claim, classBars, scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { share } from './shared/columns';
import { classSets, testSplits } from './shared/evaluators';

const top1 = (split: string, set: string) => `zero-shot/${split}/${set}/top-1`;
const everySet = testSplits.flatMap((split) =>
  classSets.map((set) => ({
    name: `top-1 of ${set} on ${split}`,
    score: top1(split, set),
    better: 'higher' as const,
    percent: true,
  })),
);
const finest = everySet.filter(({ score }) => score.includes('/subgroup/'));

/** Zero-shot classification: 15 coarse classes, 9 groups, 42 subgroups of unseen emoji. */
export default paperExperiment({
  name: 'zero-shot-classification',
  tables: [
    scoreTable({
      title: 'Zero-shot classification (test)',
      baseline: 'CLIP',
      columns: [
        share('coarse', 'top-1', top1('test', 'coarse'), { measure: 'zero-shot/top-1', data: 'CIFAR-10' }),
        share('coarse', 'top-5', 'zero-shot/test/coarse/top-5', { measure: 'zero-shot/top-5', data: 'CIFAR-10' }),
        share('group', 'top-1', top1('test', 'group')),
        share('subgroup', 'top-1', top1('test', 'subgroup'), { measure: 'zero-shot/top-1', data: 'CIFAR-100' }),
        share('subgroup', 'top-5', 'zero-shot/test/subgroup/top-5', { measure: 'zero-shot/top-5', data: 'CIFAR-100' }),
      ],
    }),
  ],
  figures: [classBars(), classBars({ classSet: 'subgroup' })],
  claims: [
    claim({
      claim: 'AlignCLIP classifies at least as well as CLIP on every data set, to one point',
      source: 'zero-shot classification',
      pairs: [['AlignCLIP', 'CLIP']],
      scores: everySet,
      threshold: -0.01,
    }),
    claim({
      claim: 'SharedCLIP alone classifies worse than CLIP on every data set but ImageNet-1K',
      source: 'zero-shot classification',
      pairs: [['CLIP', 'SharedCLIP']],
      scores: everySet,
    }),
    claim({
      claim: 'AlignCLIP is the best of the three on fine-grained classes (Flowers-102, Stanford Cars)',
      source: 'zero-shot classification',
      pairs: [['AlignCLIP', 'CLIP'], ['AlignCLIP', 'SharedCLIP']], // prettier-ignore
      scores: finest,
    }),
  ],
});
