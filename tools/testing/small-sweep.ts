import {
  bagOfWords,
  bpeTokenizer,
  crossModalitySeparation,
  defineExperiment,
  gap,
  intraModalitySeparation,
  retrieval,
  shapes,
  shared,
  textTransformer,
  trainer,
  visionTransformer,
} from 'alignclip';

const tower = { width: 32, layers: 2, embeddingWidth: 32 };

/** Cells of some seconds that save often and evaluate a while: long enough to be killed at any of it. */
export default defineExperiment({
  name: 'small-sweep',
  seeds: [0, 1],
  base: {
    dataset: shapes({ resolution: 32 }),
    imageEncoder: visionTransformer({ ...tower, imageSize: 32, patchSize: 8 }),
    textEncoder: textTransformer(tower),
    tokenizer: bpeTokenizer({ contextLength: 24 }),
    losses: [crossModalitySeparation()],
    teacher: bagOfWords(),
    trainer: trainer({ steps: 200, batchSize: 32, logEvery: 10, checkpointEvery: 10 }),
    evaluators: [gap({ resamples: 5000 }), retrieval({ resamples: 5000 })],
  },
  variants: {
    CLIP: {},
    AlignCLIP: { sharing: shared(), losses: [crossModalitySeparation(), intraModalitySeparation()] },
  },
  profiles: {
    /** Two cells, for one kill in CI. */
    brief: { seeds: [0], base: { trainer: trainer({ steps: 100, batchSize: 32, logEvery: 10, checkpointEvery: 10 }) } },
    /** For a cluster's test: there must be time to lose a node while it trains. */
    long: {
      base: {
        trainer: trainer({ steps: 240, batchSize: 32, logEvery: 10, checkpointEvery: 20 }),
        evaluators: [gap({ resamples: 200 }), retrieval({ resamples: 200 })],
      },
    },
  },
});
