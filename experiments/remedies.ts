import {
  clustering,
  defineExperiment,
  frontier,
  frontierTable,
  gap,
  gapAgainstScore,
  intraModalRetrieval,
  linearProbe,
  mixedRetrieval,
  performanceProfile,
  question,
  range,
  retrieval,
  robustness,
  scoreTable,
  shared,
  sts,
  taskAggregates,
  trainer,
  zeroShot,
} from 'alignclip';
import { emojiBase } from './base/emoji';
import { maps } from './base/maps';
import { centroidDistance, columnOf, recall, relativeGap } from './base/measures';
import { hasPhotographs, pretrainedBase } from './base/pretrained';
import { alsoShared, ofViews, rates, trainedRemedies } from './base/remedies';
import { publishedClaims } from './base/remedy-claims';
import { atFixed } from './base/temperatures';

/** What is measured of each remedy. Photographs have captions, but no classes. */
const ofClasses = { classSets: ['coarse'] };
const sentences = process.env['ALIGNCLIP_STS'];
const evaluators = [
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

const [base, rate] = hasPhotographs
  ? [pretrainedBase, 2e-3]
  : [{ ...emojiBase, trainer: trainer({ steps: 160 }) }, 1e-3];

const remedies = Object.entries(trainedRemedies(rate)).filter(([name]) => !hasPhotographs || !ofViews.includes(name));
const onShared = alsoShared.map((name) => [`${name}, shared`, name] as const);
const temperatures = atFixed(0.01, 0.02, 0.05, 0.1, 0.2);

const recalls = ['retrieval/test/image-to-text/R@10', 'retrieval/test/text-to-image/R@10'];
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
const guard = { gap: centroidDistance, task: recall, baseline: 'CLIP', null: Object.keys(temperatures) };

const isOffTheNull = (treatment: string) =>
  question({
    question: `Does ${treatment} reduce the gap by more than temperature alone does?`,
    baseline: 'CLIP',
    treatment,
    ...centroidDistance,
    offFrontier: guard,
  });

/**
 * Published remedies for the modality gap side by side: equal steps, equal trials on the validation split, and the curve of
 * fixed temperatures as the null. On emoji; on photographs with pretrained encoders where ALIGNCLIP_PHOTOS names their folder.
 */
export default defineExperiment({
  name: 'remedies',
  folder: hasPhotographs ? 'remedies-photographs' : 'remedies',
  seeds: [0, 1],
  base: { ...base, evaluators },
  variants: {
    CLIP: {},
    ...temperatures,
    ...Object.fromEntries(remedies.map(([name, { change }]) => [name, change])),
    ...Object.fromEntries(
      onShared.map(([name, of]) => [name, { ...trainedRemedies(rate)[of]!.change, sharing: shared() }]),
    ),
    ...Object.fromEntries(Object.entries(maps).map(([name, own]) => [name, { maps: own }])),
  },
  tune: {
    by: { score: recalls.map((score) => score.replace('/test/', '/val/')), better: 'higher' },
    grids: {
      CLIP: rates(rate),
      ...Object.fromEntries(remedies.map(([name, { tried }]) => [name, tried])),
      ...Object.fromEntries(onShared),
      // The null and the maps are of the CLIP that was chosen.
      ...Object.fromEntries([...Object.keys(temperatures), ...Object.keys(maps)].map((name) => [name, 'CLIP'])),
    },
  },
  profiles: {
    full: hasPhotographs ? { seeds: range(10) } : { seeds: range(5), base: { trainer: trainer({ steps: 1500 }) } },
    /** Checks only that everything runs. */
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
  },
  tables: [
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
    frontierTable(guard),
    taskAggregates({ baseline: 'CLIP', tasks }),
  ],
  figures: [
    frontier(guard),
    performanceProfile({ tasks }),
    gapAgainstScore({
      x: { name: 'residual share', score: 'gap/test/residual-share' },
      y: { name: recall.name, score: recall.score, percent: true },
    }),
  ],
  questions: ['SharedCLIP', 'CLIP + IMSep', 'AlignCLIP', 'ModGap', 'Cauchy–Schwarz'].map(isOffTheNull),
  claims: hasPhotographs ? [] : publishedClaims,
});
