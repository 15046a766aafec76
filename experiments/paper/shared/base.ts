import {
  bpeTokenizer,
  crossModalitySeparation,
  defineExperiment,
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
import { paperTraining } from '../../base/paper';
import { data, isReal } from './data';
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

const probe = (every: number, batchSize = 128) => ({ probes: [gapTrajectory({ every, batchSize, split: data.main })] });

/** The one training that all tables and figures share. */
const base = {
  dataset: data.dataset,
  imageEncoder: visionTransformer(tower),
  textEncoder: textTransformer(tower),
  tokenizer: bpeTokenizer({ vocabulary: isReal ? 'full' : 'used' }),
  sharing: separate(),
  losses: [crossModalitySeparation()],
  teacher: sbert(),
  temperature: learnedLogitScale({ start: 100 }),
  schedule: warmUpCosine({ rate: 1e-3, warmUp: 50 }),
  trainer: trainer({ steps: 400 }),
  ...probe(40),
  evaluators: evaluators({ resamples: 200 }),
};

/** On the paper's data the paper's towers and training; on emoji a longer one. */
const atFullScale = isReal ? { ...paperTraining, ...probe(5000) } : { trainer: trainer({ steps: 1500 }) };

const profiles = {
  full: {
    seeds: [0, 1, 2, 3, 4],
    base: { ...atFullScale, evaluators: evaluators({ resamples: 1000 }) },
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

type Part = Pick<ExperimentDefinition, 'name'> & Partial<ExperimentDefinition>;

/**
 * An experiment of the paper: three seeds of its three models in one run folder, so that a model shown in several tables
 * is trained and evaluated once.
 */
export const paperExperiment = (part: Part): ExperimentDefinition =>
  defineExperiment({ folder: 'paper', seeds: [0, 1, 2], base, variants, profiles, ...part });
