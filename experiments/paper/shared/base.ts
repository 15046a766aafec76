import {
  bpeTokenizer,
  crossModalitySeparation,
  defineExperiment,
  gapTrajectory,
  intraModalitySeparation,
  learnedLogitScale,
  range,
  sbert,
  separate,
  shared,
  textTransformer,
  trainer,
  visionTransformer,
  warmUpCosine,
  type ExperimentDefinition,
} from 'alignclip';
import { paperTraining } from '../../base/paper';
import { pretrainedBase } from '../../base/pretrained';
import { data, isReal } from './data';
import { evaluators } from './evaluators';

/** `ALIGNCLIP_TOWERS=pretrained` trains heads on frozen pretrained encoders, with more seeds for each minute. */
const isPretrained = process.env['ALIGNCLIP_TOWERS'] === 'pretrained';

const tower = { width: 64, layers: 4, embeddingWidth: 64 };

/** α·L_CRsep + β·L_IMsep, α = 1, β = ½. */
export const withSeparation = { losses: [crossModalitySeparation(), intraModalitySeparation()] };

/** The rows of the paper's tables. */
export const variants = {
  CLIP: {},
  SharedCLIP: { sharing: shared() },
  AlignCLIP: { sharing: shared(), ...withSeparation },
};

const probe = (every: number, batchSize = 128) => ({ probes: [gapTrajectory({ every, batchSize, split: data.main })] });

/** Towers of our own, from random values. */
const fromScratch = {
  imageEncoder: visionTransformer(tower),
  textEncoder: textTransformer(tower),
  tokenizer: bpeTokenizer({ vocabulary: isReal ? 'full' : 'used' }),
  losses: [crossModalitySeparation()],
  temperature: learnedLogitScale({ start: 100 }),
  schedule: warmUpCosine({ rate: 1e-3, warmUp: 50 }),
  trainer: trainer({ steps: 400 }),
};

/** The one training that all tables and figures share. */
const base = {
  ...(isPretrained ? pretrainedBase : fromScratch),
  dataset: data.dataset,
  sharing: separate(),
  teacher: sbert(),
  ...probe(40),
  evaluators: evaluators({ resamples: 200 }),
};

/** On the paper's data the paper's towers and training; on emoji a longer one. */
const atFullScale = isReal ? { ...paperTraining, ...probe(5000) } : { trainer: trainer({ steps: 1500 }) };

const profiles = {
  full: {
    seeds: range(isPretrained ? 20 : 5),
    base: { ...(!isPretrained && atFullScale), evaluators: evaluators({ resamples: 1000 }) },
  },
  /** Checks only that everything runs. */
  smoke: {
    seeds: [0],
    base: {
      trainer: trainer({ steps: 8, batchSize: isReal ? 4 : 32 }),
      ...probe(4, isReal ? 4 : 32),
      evaluators: evaluators({ resamples: 0, epochs: 1, iterations: 20 }),
    },
  },
};

/**
 * Differences in classification by heads on pretrained encoders are about a point, which takes a hundred seeds: others
 * than those of the other tables, with no evaluator but those that classify.
 */
const classifying = {
  ...profiles,
  ...(isPretrained && {
    full: { seeds: range(100, 20), base: { probes: [], evaluators: data.classifiers({ resamples: 1000 }) } },
  }),
};

type Part = Pick<ExperimentDefinition, 'name'> & Partial<ExperimentDefinition>;

/**
 * An experiment of the paper: three seeds of its three models in one run folder, so that a model shown in several tables
 * is trained and evaluated once.
 */
export const paperExperiment = (part: Part): ExperimentDefinition =>
  defineExperiment({
    folder: isPretrained ? 'paper-pretrained' : 'paper',
    seeds: [0, 1, 2],
    base,
    variants,
    profiles,
    ...part,
  });

/** Tables and claims of classification by prompts. */
export const classificationExperiment = (part: Part): ExperimentDefinition =>
  paperExperiment({ profiles: classifying, ...part });
