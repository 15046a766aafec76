import {
  clip,
  crossModalitySeparation,
  defineExperiment,
  emojiCaptions,
  gap,
  intraModalitySeparation,
  learnedLogitScale,
  question,
  retrieval,
  sbert,
  separate,
  shared,
  summaryTable,
  textTransformer,
  trainer,
  visionTransformer,
  warmUpCosine,
  zeroShot,
} from 'alignclip';

const tower = { width: 64, layers: 4, embeddingWidth: 64 };
const withSeparation = { losses: [crossModalitySeparation(), intraModalitySeparation()] };

export default defineExperiment({
  name: 'quickstart',
  seeds: [0, 1],
  base: {
    dataset: emojiCaptions(),
    imageEncoder: visionTransformer(tower),
    textEncoder: textTransformer(tower),
    sharing: separate(),
    losses: [crossModalitySeparation()],
    teacher: sbert(),
    temperature: learnedLogitScale({ start: 100 }),
    schedule: warmUpCosine({ rate: 1e-3, warmUp: 50 }),
    trainer: trainer({ steps: 500 }),
    evaluators: [gap(), retrieval(), zeroShot()],
  },
  variants: {
    CLIP: {},
    SharedCLIP: { sharing: shared() },
    'CLIP + IMSep': withSeparation,
    AlignCLIP: { sharing: shared(), ...withSeparation },
  },
  profiles: {
    smoke: { seeds: [0, 1], base: { trainer: trainer({ steps: 8, batchSize: 32 }) } },
    full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1500 }) } },
  },
  tables: [summaryTable({ split: 'test' }), summaryTable({ split: 'test-shift' })],
  questions: [
    question({
      question: 'RQ1, does sharing the encoders reduce the modality gap?',
      baseline: 'CLIP',
      treatment: 'SharedCLIP',
      score: 'gap/test/centroid-distance',
      name: 'centroid distance',
      better: 'lower',
      paper: 'yes',
    }),
  ],
});
