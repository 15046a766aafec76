import {
  clip,
  bagOfWords,
  defineExperiment,
  gap,
  scoreTable,
  shared,
  textTransformer,
  trainer,
  visionTransformer,
} from 'alignclip';
import { alternating } from './alternating';
import { pairMargin } from './pair-margin';
import { swatches } from './swatches';

const tower = { width: 32, layers: 4, embeddingWidth: 32 };

export default defineExperiment({
  name: 'own-components',
  seeds: [0],
  base: {
    dataset: swatches(),
    imageEncoder: visionTransformer(tower),
    textEncoder: textTransformer(tower),
    losses: [clip()],
    teacher: bagOfWords(),
    trainer: trainer({ steps: 20, batchSize: 12 }),
    evaluators: [gap({ resamples: 0 }), pairMargin()],
  },
  variants: { CLIP: {}, 'every second block': { sharing: alternating() }, SharedCLIP: { sharing: shared() } },
  components: [alternating, swatches, pairMargin],
  tables: [
    scoreTable({
      title: 'Swatches',
      columns: [
        { title: 'alignment', score: 'gap/test/alignment-score', better: 'higher' },
        { title: 'margin', score: 'pair-margin/test/mean', better: 'higher' },
      ],
    }),
  ],
});
