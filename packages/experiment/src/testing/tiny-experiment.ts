import { shapes } from '@alignclip/datasets';
import { bpeTokenizer, textTransformer, visionTransformer } from '@alignclip/encoders';
import { gap } from '@alignclip/evaluation';
import { clip } from '@alignclip/losses';
import { bagOfWords } from '@alignclip/teachers';
import { trainer } from '@alignclip/training';
import { defineExperiment, type ExperimentDefinition } from '../define/define-experiment';
import type { BaseConfig } from '../define/run-config';

const tower = { width: 8, layers: 1, embeddingWidth: 8 };

/** Real parts, small sizes: 16-pixel drawings, towers of one block, six steps. */
export const tinyBase: BaseConfig = {
  dataset: shapes({ resolution: 16 }),
  imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
  textEncoder: textTransformer(tower),
  tokenizer: bpeTokenizer({ contextLength: 16 }),
  losses: [clip()],
  teacher: bagOfWords(),
  trainer: trainer({ steps: 6, batchSize: 16, logEvery: 2, checkpointEvery: 2 }),
  evaluators: [gap({ resamples: 0 })],
};

export const tinyExperiment = (change: Partial<ExperimentDefinition> = {}): ExperimentDefinition =>
  defineExperiment({ name: 'tiny', seeds: [0], base: tinyBase, variants: { CLIP: {} }, ...change });
