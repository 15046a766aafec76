import {
  clip,
  defineExperiment,
  emojiCaptions,
  gap,
  learnedLogitScale,
  question,
  retrieval,
  shared,
  summaryTable,
  textTransformer,
  trainer,
  visionTransformer,
} from 'alignclip';

const tower = { width: 64, layers: 4, embeddingWidth: 64 };

export default defineExperiment({
  name: 'sharing-depth',
  seeds: [0, 1, 2],
  base: {
    dataset: emojiCaptions(),
    imageEncoder: visionTransformer(tower),
    textEncoder: textTransformer(tower),
    losses: [clip()],
    temperature: learnedLogitScale({ start: 100 }),
    trainer: trainer({ steps: 500 }),
    evaluators: [gap(), retrieval()],
  },
  variants: {
    'nothing shared': {},
    'projection shared': { sharing: shared({ parts: ['projection'] }) },
    'attention shared': { sharing: shared({ parts: ['attention'] }) },
    'last two blocks shared': { sharing: shared({ blocks: { from: 2 } }) },
    'all shared': { sharing: shared() },
  },
  profiles: {
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 8, batchSize: 32 }) } },
    full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1500 }) } },
  },
  tables: [summaryTable({ split: 'test' })],
  questions: [
    question({
      question: 'Is attention alone enough to close the gap?',
      baseline: 'nothing shared',
      treatment: 'attention shared',
      score: 'gap/test/centroid-distance',
      name: 'centroid distance',
      better: 'lower',
    }),
  ],
});
