import {
  crossModalitySeparation,
  defineExperiment,
  emojiCaptions,
  fixedLogitScale,
  gap,
  intraModalitySeparation,
  learnedLogitScale,
  retrieval,
  shared,
  summaryTable,
  textTransformer,
  trainer,
  visionTransformer,
} from 'alignclip';

const tower = { width: 64, layers: 4, embeddingWidth: 64 };
const separation = [crossModalitySeparation(), intraModalitySeparation()];
const settings = {
  CLIP: {},
  SharedCLIP: { sharing: shared() },
  'CLIP + IMSep': { losses: separation },
  AlignCLIP: { sharing: shared(), losses: separation },
};
const temperatures = {
  'learned from 14': learnedLogitScale({ start: 1 / 0.07 }),
  'learned from 50': learnedLogitScale({ start: 50 }),
  'learned from 100': learnedLogitScale({ start: 100 }),
  'fixed at 100': fixedLogitScale({ value: 100 }),
};

/** Start value of the logit scale × sharing × separation: the temperature decides whether there is a gap to close. */
export default defineExperiment({
  name: 'temperature',
  seeds: [0, 1],
  base: {
    dataset: emojiCaptions(),
    imageEncoder: visionTransformer(tower),
    textEncoder: textTransformer(tower),
    losses: [crossModalitySeparation()],
    trainer: trainer({ steps: 500 }),
    evaluators: [gap(), retrieval()],
  },
  variants: Object.fromEntries(
    Object.entries(temperatures).flatMap(([policy, temperature]) =>
      Object.entries(settings).map(([name, change]) => [`${name}, 1/τ ${policy}`, { ...change, temperature }]),
    ),
  ),
  profiles: {
    full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1500 }) } },
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
  },
  tables: [summaryTable()],
});
