import {
  centring,
  defineExperiment,
  dualBankSinkhorn,
  nearestNeighbourNormalisation,
  orthogonalShift,
  procrustes,
  question,
  reAlign,
  sharedSubspace,
  standardisation,
  summaryTable,
} from 'alignclip';
import quickstart from './quickstart';

/** Rows that maps of scores compare with: enough to find hubs, few enough for Sinkhorn's memory. */
const bank = { fitExamples: 1000 };
/** 64 dimensions, of which all would be principal components. */
const few = { components: 8 };

const maps = {
  centred: [centring()],
  'distribution normalisation': [centring({ lambda: 0.25, renormalise: false })],
  standardised: [standardisation()],
  're-aligned': [reAlign()],
  'shifted orthogonally': [orthogonalShift(few)],
  'shared directions': [sharedSubspace({ overlap: 0.5 })],
  turned: [procrustes()],
  'centred and turned': [centring(), procrustes()],
  'without hubs': [nearestNeighbourNormalisation(bank)],
  balanced: [dualBankSinkhorn(bank)],
  'centred, balanced': [centring(), dualBankSinkhorn(bank)],
};

const centroidDistance = { score: 'gap/test/centroid-distance', name: 'centroid distance', better: 'lower' } as const;
const recalls = (['image-to-text', 'text-to-image'] as const).map(
  (direction) =>
    ({
      score: `retrieval/test/${direction}/R@10`,
      name: `R@10 ${direction.replaceAll('-', ' ')}`,
      better: 'higher',
      percent: true,
    }) as const,
);

/**
 * Which map on finished embeddings changes what: the gap, retrieval, classification. Maps train nothing: every cell starts
 * from a finished one of the quickstart, whose folder it shares.
 */
export default defineExperiment({
  name: 'post-hoc',
  folder: 'quickstart',
  seeds: [0, 1],
  base: quickstart.base,
  variants: { CLIP: {}, ...Object.fromEntries(Object.entries(maps).map(([name, own]) => [name, { maps: own }])) },
  profiles: quickstart.profiles!,
  tables: [summaryTable({ split: 'test' }), summaryTable({ split: 'test-shift' })],
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
