import {
  clustering,
  frontier,
  frontierTable,
  gap,
  gapAgainstScore,
  intraModalRetrieval,
  linearProbe,
  mixedRetrieval,
  performanceProfile,
  retrieval,
  robustness,
  scoreTable,
  sts,
  taskAggregates,
  zeroShot,
} from 'alignclip';
import { centroidDistance, columnOf, recall, relativeGap } from './measures';
import { hasPhotographs } from './pretrained';
import { temperatures } from './temperatures';

/** What is measured of each remedy. Photographs have captions, but no classes. */
const ofClasses = { classSets: ['coarse'] };
const sentences = process.env['ALIGNCLIP_STS'];
export const evaluators = [
  gap({ metrics: 'all' }),
  robustness(),
  ...(sentences ? [sts({ folder: sentences })] : []),
  ...(hasPhotographs
    ? [retrieval({ captions: 'all' }), mixedRetrieval()]
    : [
        retrieval(),
        mixedRetrieval({ queries: 'classes', classSets: ['subgroup'] }),
        zeroShot(ofClasses),
        clustering(ofClasses),
        intraModalRetrieval(ofClasses),
        linearProbe(ofClasses),
      ]),
];

export const recalls = ['retrieval/test/image-to-text/R@10', 'retrieval/test/text-to-image/R@10'];
const ndcg = `mixed-retrieval/test/${hasPhotographs ? '' : 'subgroup/'}NDCG@10`;
const within = (modality: string) => `intra-modal-retrieval/test/coarse/${modality}-to-${modality}/mAP`;

/** Tasks that a remedy may help or harm; chance counts as 0. */
const tasks = [
  { name: 'R@10 both ways', score: recalls },
  { name: 'NDCG@10, mixed', score: ndcg },
  ...(hasPhotographs
    ? []
    : [
        { name: 'zero-shot top-1', score: 'zero-shot/test/coarse/top-1', zero: 1 / 9 },
        { name: 'V-measure', score: 'clustering/test/coarse/v-measure' },
        { name: 'mAP image to image', score: within('image') },
        { name: 'mAP text to text', score: within('text') },
        { name: 'probe top-1', score: 'linear-probe/test/coarse/top-1', zero: 1 / 9 },
      ]),
  ...(sentences ? [{ name: 'STS', score: 'sts/mean/spearman' }] : []),
];

/** What temperature alone does to gap and retrieval. */
export const guard = { gap: centroidDistance, task: recall, baseline: 'CLIP', null: Object.keys(temperatures) };

export const tables = [
  scoreTable({
    title: 'League: the gap, and what it may be good or bad for',
    baseline: 'CLIP',
    columns: [
      columnOf(centroidDistance),
      { title: 'residual share', score: 'gap/test/residual-share' },
      columnOf(relativeGap),
      ...tasks.map(({ name: title, score }) => ({ title, score, better: 'higher' as const })),
    ],
  }),
  frontierTable({ ...guard, studied: ['temperature'] }),
  taskAggregates({ baseline: 'CLIP', tasks }),
];

export const figures = [
  frontier(guard),
  performanceProfile({ tasks }),
  gapAgainstScore({
    x: { name: 'residual share', score: 'gap/test/residual-share' },
    y: { name: recall.name, score: recall.score, percent: true },
  }),
];
