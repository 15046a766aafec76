import { gap, learnedLogitScale, retrieval, sbert, trainer, warmUpCosine, webdataset } from 'alignclip';
import { towers } from './towers';

/** ViT-B/16. */
export const paperTower = { width: 768, heads: 12, layers: 12, embeddingWidth: 768, imageSize: 224, patchSize: 16 };

/**
 * The paper's training: 30 epochs of CC12M in batches of 512. The shards are those of img2dataset in the folder `cc12m`;
 * others by `--set 'dataset.files={"train":"…","test":"…"}'`. The last three are held out and judge; further data sets are
 * measured afterwards by `alignclip evaluate`.
 */
export const paperProfile = {
  seeds: [0],
  base: {
    dataset: webdataset({
      files: { train: 'cc12m/{00000..01239}.tar', test: 'cc12m/{01240..01242}.tar' },
    }),
    ...towers(paperTower),
    teacher: sbert({ model: 'all-mpnet-base-v2' }),
    temperature: learnedLogitScale({ start: 1 / 0.07 }),
    schedule: warmUpCosine({ rate: 1e-3, warmUp: 10_000 }),
    trainer: trainer({ steps: 587_000, batchSize: 512, logEvery: 100, checkpointEvery: 1000 }),
    evaluators: [gap(), retrieval()],
  },
};
