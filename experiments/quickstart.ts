import {
  bagOfWords,
  crossModalitySeparation,
  defineExperiment,
  emojiCaptions,
  gap,
  intraModalitySeparation,
  learnedLogitScale,
  projection,
  question,
  range,
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
const smallTower = { width: 32, layers: 2, embeddingWidth: 64 };
/** Unseen emoji in a style seen in training, and in the held-out style. */
const splits = ['test', 'test-shift'];
const withSeparation = { losses: [crossModalitySeparation(), intraModalitySeparation()] };

const centroidDistance = {
  score: 'gap/test/centroid-distance',
  name: 'centroid distance on unseen emoji',
  better: 'lower',
  paper: 'yes',
} as const;
const recall = {
  score: 'retrieval/test/image-to-text/R@10',
  name: 'R@10 image to text',
  better: 'higher',
  percent: true,
} as const;

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
    trainer: trainer({ steps: 400 }),
    evaluators: [
      gap({ splits }),
      retrieval({ splits }),
      zeroShot({ splits, classSets: ['coarse', 'subgroup'] }),
      projection(),
    ],
  },
  variants: {
    CLIP: {},
    SharedCLIP: { sharing: shared() },
    'CLIP + IMSep': withSeparation,
    AlignCLIP: { sharing: shared(), ...withSeparation },
  },
  profiles: {
    /** As many as its questions need. */
    ten: { seeds: range(10) },
    full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1500 }) } },
    /** Without native TensorFlow: minutes in WebAssembly, too small for conclusions. */
    reduced: {
      base: {
        imageEncoder: visionTransformer(smallTower),
        textEncoder: textTransformer(smallTower),
        teacher: bagOfWords(),
        trainer: trainer({ steps: 300, batchSize: 64 }),
      },
    },
    /** Checks only that everything runs. */
    smoke: { base: { trainer: trainer({ steps: 8, batchSize: 32 }) } },
  },
  tables: [summaryTable({ split: 'test' }), summaryTable({ split: 'test-shift' })],
  questions: [
    question({
      question: 'RQ1, does sharing the encoders reduce the modality gap?',
      baseline: 'CLIP',
      treatment: 'SharedCLIP',
      ...centroidDistance,
      alsoReport: [recall],
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap on separate towers?',
      baseline: 'CLIP',
      treatment: 'CLIP + IMSep',
      ...centroidDistance,
      alsoReport: [recall],
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap further on shared towers?',
      baseline: 'SharedCLIP',
      treatment: 'AlignCLIP',
      ...centroidDistance,
      alsoReport: [recall],
    }),
  ],
});
