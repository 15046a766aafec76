import { gap, learnedLogitScale, retrieval, sbert, trainer, warmUpCosine, webdataset } from 'alignclip';
import { towers } from './towers';

/** ViT-B/16. */
export const paperTower = { width: 768, heads: 12, layers: 12, embeddingWidth: 768, imageSize: 224, patchSize: 16 };

/**
 * The paper's training: 30 epochs of CC12M, of ⌊10,030,127 / 512⌋ = 19,590 steps each; an incomplete batch at the end of an
 * epoch is dropped, as in the official code. Sixteen chunks of 32 pairs fit into 16 GB; the gradient is the whole batch's.
 */
export const paperTraining = {
  ...towers(paperTower),
  teacher: sbert({ model: 'all-mpnet-base-v2' }),
  temperature: learnedLogitScale({ start: 1 / 0.07 }),
  schedule: warmUpCosine({ rate: 1e-3, warmUp: 10_000 }),
  trainer: trainer({ steps: 30 * 19_590, batchSize: 512, accumulate: 16, logEvery: 100, checkpointEvery: 1000 }),
};

/**
 * The same on shards of img2dataset in the folder `cc12m`; others by `--set 'dataset.files={"train":"…","test":"…"}'`.
 * The last three are held out for evaluation; `alignclip evaluate` measures further data sets afterwards.
 */
export const paperProfile = {
  seeds: [0],
  base: {
    ...paperTraining,
    dataset: webdataset({
      files: { train: 'cc12m/{00000..01239}.tar', test: 'cc12m/{01240..01242}.tar' },
    }),
    evaluators: [gap(), retrieval()],
  },
};
