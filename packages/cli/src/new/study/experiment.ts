import {
  clip,
  defineExperiment,
  gap,
  question,
  retrieval,
  shared,
  summaryTable,
  textTransformer,
  trainer,
  visionTransformer,
} from 'alignclip';
import { newLoss } from '../templates/new-loss';
import { ownData } from './own-data';

const tower = { width: 64, layers: 2, embeddingWidth: 64 };

/** Change a line and run again: only the changed cells are computed. */
export default defineExperiment({
  name: 'first',
  seeds: [0, 1],
  components: [newLoss],
  base: {
    dataset: ownData(),
    imageEncoder: visionTransformer({ ...tower, imageSize: 32, patchSize: 8 }),
    textEncoder: textTransformer(tower),
    losses: [clip()],
    trainer: trainer({ steps: 200, batchSize: 64 }),
    evaluators: [gap(), retrieval()],
  },
  variants: {
    CLIP: {},
    SharedCLIP: { sharing: shared() },
    'CLIP + centroid distance': { losses: [clip(), newLoss()] },
  },
  profiles: {
    full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1000, batchSize: 64 }) } },
    /** Checks only that everything runs. */
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 8, batchSize: 16 }) } },
  },
  tables: [summaryTable()],
  questions: [
    question({
      question: 'Does the distance of the centroids as a loss close the gap?',
      baseline: 'CLIP',
      treatment: 'CLIP + centroid distance',
      score: 'gap/test/centroid-distance',
      name: 'centroid distance',
      better: 'lower',
    }),
  ],
});
