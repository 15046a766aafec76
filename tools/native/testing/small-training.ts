import {
  bpeTokenizer,
  crossModalitySeparation,
  defineExperiment,
  shapes,
  textTransformer,
  trainer,
  visionTransformer,
} from 'alignclip';

const tower = { width: 64, layers: 1, embeddingWidth: 64 };

/** Large enough for those of oneDNN's kernels that keep their stack on the heap. */
export default defineExperiment({
  name: 'small-training',
  seeds: [0],
  base: {
    dataset: shapes(),
    tokenizer: bpeTokenizer(),
    imageEncoder: visionTransformer({ ...tower, imageSize: 32, patchSize: 8 }),
    textEncoder: textTransformer(tower),
    losses: [crossModalitySeparation()],
    trainer: trainer({ steps: 200, batchSize: 128 }),
  },
  variants: { CLIP: {} },
});
