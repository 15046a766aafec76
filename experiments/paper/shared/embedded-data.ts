import { distributionShift, emojiCaptions, gap, linearProbe, retrieval, zeroShot } from 'alignclip';
import type { Measured, PaperData } from './paper-data';

/** Replacements for the paper's five data sets: unseen emoji, unseen drawings, both together, and black on white. */
const splits = ['val', 'test', 'shift', 'test-shift', 'extreme'];
const testSplits = ['test', 'test-shift'];
/** Class sets with 15, 9 and 42 classes, and the paper's data sets that they are compared with. */
const classSets = { coarse: 'CIFAR-10', group: 'Flowers-102', subgroup: 'CIFAR-100' } as const;
const shifts = { shift: 'ImageNet-V2', 'test-shift': 'ImageNet-R', extreme: 'ImageNet-Sketch' } as const;

const perSet = (evaluator: string, split: string): Measured[] =>
  Object.entries(classSets).map(([set, paper]) => ({
    title: `${set}, ${split}`,
    score: `${evaluator}/${split}/${set}/top-1`,
    ...(split === 'test' && { paper }),
  }));

const names = Object.keys(classSets);
const zeroShotScores = testSplits.flatMap((split) => perSet('zero-shot', split));

const classifiers: PaperData['classifiers'] = ({ resamples }) => [
  zeroShot({ splits: testSplits, classSets: names, resamples }),
  distributionShift({ splits: Object.keys(shifts), classSets: ['coarse'], resamples }),
];

export const embeddedData: PaperData = {
  dataset: emojiCaptions(),
  splits,
  main: 'test',
  shiftedClasses: ['coarse'],
  classifiers,
  evaluators: ({ resamples, epochs = 32 }) => [
    gap({ splits, resamples }),
    ...classifiers({ resamples }),
    linearProbe({ splits: ['test'], classSets: names, epochs, resamples }),
    retrieval({ splits: testSplits, captions: 'all', resamples }),
  ],
  zeroShot: zeroShotScores,
  fineGrained: zeroShotScores.filter(({ score }) => score.includes('/subgroup/')),
  shift: Object.entries(shifts).map(([split, paper]) => ({
    title: split,
    score: `distribution-shift/${split}/coarse/top-1`,
    paper,
  })),
  probe: perSet('linear-probe', 'test'),
  retrieval: [
    { split: 'test', paper: 'MSCOCO' },
    { split: 'test-shift', paper: 'Flickr30k' },
  ],
  bars: ['coarse', 'subgroup'].map((classSet) => ({ split: 'test', classSet })),
  /** The drawing that training never showed: seen emoji to train, unseen ones to test. */
  fineTuning: {
    dataset: emojiCaptions({ drawings: ['openmoji'], heldOut: 'google' }),
    split: 'test',
    paper: 'MSCOCO',
  },
};
