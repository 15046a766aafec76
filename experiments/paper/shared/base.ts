import {
  crossModalitySeparation,
  defineExperiment,
  emojiCaptions,
  gapTrajectory,
  intraModalitySeparation,
  learnedLogitScale,
  sbert,
  separate,
  shared,
  textTransformer,
  trainer,
  visionTransformer,
  warmUpCosine,
  type ExperimentDefinition,
} from 'alignclip';
import { evaluators } from './evaluators';

const tower = { width: 64, layers: 4, embeddingWidth: 64 };

/** α·L_CRsep + β·L_IMsep, α = 1, β = ½. */
export const withSeparation = { losses: [crossModalitySeparation(), intraModalitySeparation()] };

/** The rows of the paper's tables. */
export const variants = {
  CLIP: {},
  SharedCLIP: { sharing: shared() },
  AlignCLIP: { sharing: shared(), ...withSeparation },
};

/** The one training that all tables and figures share. */
const base = {
  dataset: emojiCaptions(),
  imageEncoder: visionTransformer(tower),
  textEncoder: textTransformer(tower),
  sharing: separate(),
  losses: [crossModalitySeparation()],
  teacher: sbert(),
  temperature: learnedLogitScale({ start: 100 }),
  schedule: warmUpCosine({ rate: 1e-3, warmUp: 50 }),
  trainer: trainer({ steps: 400 }),
  probes: [gapTrajectory({ every: 40 })],
  evaluators: evaluators({ resamples: 200 }),
};

const profiles = {
  full: {
    seeds: [0, 1, 2, 3, 4],
    base: { trainer: trainer({ steps: 1500 }), evaluators: evaluators({ resamples: 1000 }) },
  },
  /** Proves that everything runs. */
  smoke: {
    seeds: [0],
    base: {
      trainer: trainer({ steps: 8, batchSize: 32 }),
      probes: [gapTrajectory({ every: 4, batchSize: 32 })],
      evaluators: evaluators({ resamples: 0, epochs: 1, iterations: 20 }),
    },
  },
};

type Part = Pick<ExperimentDefinition, 'name'> & Partial<ExperimentDefinition>;

/**
 * An experiment of the paper: three seeds of its three models in one run folder, so that a model which several tables
 * show is trained and evaluated once.
 */
export const paperExperiment = (part: Part): ExperimentDefinition =>
  defineExperiment({ folder: 'paper', seeds: [0, 1, 2], base, variants, profiles, ...part });
