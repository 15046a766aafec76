import {
  clusterBars,
  clustering,
  defineExperiment,
  frontier,
  frontierTable,
  mixedRetrieval,
  mixedSearch,
  question,
  scoreTable,
  summaryTable,
} from 'alignclip';
import { maps } from './base/maps';
import { centroidDistance, recall } from './base/measures';
import { atFixed } from './base/temperatures';
import quickstart from './quickstart';

const recalls = (['image-to-text', 'text-to-image'] as const).map((direction) => ({
  ...recall,
  score: `retrieval/test/${direction}/R@10`,
  name: `R@10 ${direction.replaceAll('-', ' ')}`,
}));

/** Emoji have one caption each, so that the prompts of classes search. */
const search = { split: 'test', classSet: 'subgroup' };
const clusters = { split: 'test', classSet: 'coarse' };
const evaluators = [
  ...(quickstart.base.evaluators ?? []),
  clustering({ splits: ['test'], classSets: ['coarse'] }),
  mixedRetrieval({ splits: ['test'], queries: 'classes', classSets: ['subgroup'] }),
];

/** What temperature alone does to gap and retrieval. */
const guard = { gap: centroidDistance, task: recall, baseline: 'CLIP' };

/**
 * Which map on finished embeddings changes what: the gap, retrieval, classification, clusters, search among images and texts.
 * Maps train nothing: their cells start from finished ones of the quickstart, whose folder they share. CLIP with fixed
 * temperatures is trained, as the null.
 */
export default defineExperiment({
  name: 'post-hoc',
  folder: 'quickstart',
  seeds: [0, 1],
  base: { ...quickstart.base, evaluators },
  variants: {
    CLIP: {},
    ...Object.fromEntries(Object.entries(maps).map(([name, own]) => [name, { maps: own }])),
    ...atFixed(0.01, 0.02, 0.05, 0.1, 0.2),
  },
  profiles: quickstart.profiles!,
  tables: [
    summaryTable({ split: 'test' }),
    scoreTable({
      title: 'Clusters, and search among images and texts',
      columns: [
        { title: 'V-measure', score: 'clustering/test/coarse/v-measure', better: 'higher' },
        { title: 'NMI with modality', score: 'clustering/test/coarse/modality-nmi', better: 'lower' },
        { title: 'NDCG@10, mixed', score: 'mixed-retrieval/test/subgroup/NDCG@10', better: 'higher' },
        { title: 'dip', score: 'mixed-retrieval/test/subgroup/dip', better: 'lower' },
        { title: 'ranking bias', score: 'mixed-retrieval/test/subgroup/ranking-bias' },
      ],
    }),
    frontierTable(guard),
    summaryTable({ split: 'test-shift' }),
  ],
  figures: [frontier(guard), clusterBars(clusters), mixedSearch(search)],
  questions: [
    question({
      question: 'Does centring, which trains nothing, reduce the modality gap?',
      baseline: 'CLIP',
      treatment: 'centred',
      ...centroidDistance,
      alsoReport: recalls,
    }),
    question({
      question: 'Does a rotation, which changes nothing inside a modality, reduce it?',
      baseline: 'CLIP',
      treatment: 'turned',
      ...centroidDistance,
      alsoReport: recalls,
    }),
    question({
      question: 'Does balancing hubs, which no gap metric sees, find more?',
      baseline: 'CLIP',
      treatment: 'without hubs',
      ...recalls[0]!,
      alsoReport: [recalls[1]!],
    }),
  ],
});
