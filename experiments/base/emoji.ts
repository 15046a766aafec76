import {
  crossModalitySeparation,
  emojiCaptions,
  gap,
  learnedLogitScale,
  retrieval,
  trainer,
  warmUpCosine,
  zeroShot,
} from 'alignclip';
import { towers } from './towers';

export const emojiTower = { width: 64, layers: 4, embeddingWidth: 64 };

/** CLIP on emoji at the size of the quickstart: minutes on two cores. */
export const emojiBase = {
  dataset: emojiCaptions(),
  ...towers(emojiTower),
  losses: [crossModalitySeparation()],
  temperature: learnedLogitScale({ start: 100 }),
  schedule: warmUpCosine({ rate: 1e-3, warmUp: 50 }),
  trainer: trainer({ steps: 300 }),
  evaluators: [gap(), retrieval(), zeroShot({ classSets: ['coarse'] })],
};

/** Longer, with more seeds; and a few steps that only check that everything runs. */
export const emojiProfiles = {
  full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1500 }) } },
  smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
};
