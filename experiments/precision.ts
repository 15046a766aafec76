import {
  claim,
  crossModalitySeparation,
  defineExperiment,
  grid,
  question,
  sbert,
  separate,
  summaryTable,
  trainer,
} from 'alignclip';
import { emojiBase } from './base/emoji';
import { four } from './base/four';
import { centroidDistance, recall, zeroShotAccuracy } from './base/measures';

const precisions = ['float32', 'bfloat16'] as const;
type Precision = (typeof precisions)[number];

const inPrecision = (name: string, precision: Precision) => `${name}, trainer.precision = ${precision}`;
const names = Object.keys(four);
const pairs = names.map((name): [string, string] => [inPrecision(name, 'bfloat16'), inPrecision(name, 'float32')]);

/** About the standard deviation over five seeds of the quickstart, profile full; chosen before these runs. */
const margins = [
  { ...centroidDistance, margin: 0.03 },
  { ...recall, margin: 0.03 },
  { ...zeroShotAccuracy, margin: 0.05 },
];

/** Does training in bfloat16 keep the scores of float32? */
export default defineExperiment({
  name: 'precision',
  seeds: [0, 1, 2, 3, 4],
  base: {
    ...emojiBase,
    sharing: separate(),
    losses: [crossModalitySeparation()],
    teacher: sbert(),
    trainer: trainer({ steps: 400 }),
  },
  variants: grid({ 'trainer.precision': precisions }, four),
  profiles: {
    full: { base: { trainer: trainer({ steps: 1500 }) } },
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
  },
  tables: [summaryTable()],
  questions: names.map((name) =>
    question({
      question: `Does bfloat16 change the gap of ${name}?`,
      baseline: inPrecision(name, 'float32'),
      treatment: inPrecision(name, 'bfloat16'),
      ...centroidDistance,
      alsoReport: [recall, zeroShotAccuracy],
    }),
  ),
  claims: margins.map(({ margin, ...score }) =>
    claim({
      claim: `bfloat16 maintains ${score.name}`,
      source: 'this experiment',
      says: 'maintains',
      margin,
      pairs,
      scores: [score],
    }),
  ),
});
