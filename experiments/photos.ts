import {
  bpeTokenizer,
  crossModalitySeparation,
  csv,
  defineExperiment,
  gap,
  learnedLogitScale,
  question,
  retrieval,
  scoreTable,
  sts,
  textTransformer,
  trainer,
  visionTransformer,
  warmUpCosine,
} from 'alignclip';
import { dirname } from 'node:path';
import { four } from './base/four';
import { centroidDistance, columnOf, recall, recalls, relativeGap } from './base/measures';
import { ownFolder } from './data/own-folder';

const flickr8k = ownFolder('ALIGNCLIP_FLICKR8K', 'Flickr8k');
const sentences = ownFolder('ALIGNCLIP_STS', 'the STS sets, <set>.tsv');
const sets = ['stsb-test:main-captions', 'sick-test', 'stsb-test', 'sts12', 'sts13', 'sts14', 'sts15', 'sts16'];

const tower = { width: 128, layers: 4, embeddingWidth: 128 };

const spearman = (title: string, set: string) =>
  ({ title, group: 'Spearman', score: `sts/${set}/spearman`, better: 'higher' }) as const;

const gapOfPhotographs = {
  ...centroidDistance,
  name: 'centroid distance on unseen photographs',
  paper: 'yes',
} as const;

/** RQ1 and RQ2 on real photographs with real sentences: Flickr8k, official splits, five captions per image. */
export default defineExperiment({
  name: 'photos',
  seeds: [0, 1, 2],
  base: {
    dataset: csv({
      files: flickr8k('flickr8k-captions.tsv'),
      images: flickr8k('flickr8k-64.tar', 'images'),
      splits: { train: 'train', val: 'dev', test: 'test' },
      inMemory: true,
    }),
    tokenizer: bpeTokenizer({ contextLength: 32 }),
    imageEncoder: visionTransformer({ ...tower, imageSize: 64, patchSize: 16 }),
    textEncoder: textTransformer(tower),
    losses: [crossModalitySeparation()],
    temperature: learnedLogitScale({ start: 100 }),
    schedule: warmUpCosine({ rate: 1e-3, warmUp: 50 }),
    trainer: trainer({ steps: 400 }),
    evaluators: [
      gap(),
      retrieval({ captions: 'all' }),
      sts({ folder: dirname(sentences('stsb-test.tsv')), sets, resamples: 200 }),
    ],
  },
  variants: four,
  profiles: {
    full: { seeds: [0, 1, 2, 3, 4], base: { trainer: trainer({ steps: 1500 }) } },
    /** Checks only that everything runs. */
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
  },
  tables: [
    scoreTable({
      title: 'Modality gap and retrieval among 1,000 photographs and 5,000 captions (test)',
      columns: [
        { title: 'alignment score', score: 'gap/test/alignment-score', better: 'higher' },
        columnOf(centroidDistance),
        columnOf(relativeGap),
        { title: 'separability', score: 'gap/test/linear-separability', better: 'lower' },
        ...recalls('image-to-text'),
        ...recalls('text-to-image'),
      ],
    }),
    scoreTable({
      title: 'Semantic text similarity',
      columns: [
        spearman('STS-B main-captions', 'stsb-test:main-captions'),
        spearman('SICK-R', 'sick-test'),
        spearman('STS-B', 'stsb-test'),
        ...['12', '13', '14', '15', '16'].map((year) => spearman(`STS${year}`, `sts${year}`)),
      ],
    }),
  ],
  questions: [
    question({
      question: 'RQ1, does sharing the encoders reduce the modality gap?',
      baseline: 'CLIP',
      treatment: 'SharedCLIP',
      ...gapOfPhotographs,
      alsoReport: [recall],
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap on separate towers?',
      baseline: 'CLIP',
      treatment: 'CLIP + IMSep',
      ...gapOfPhotographs,
      alsoReport: [recall],
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap further on shared towers?',
      baseline: 'SharedCLIP',
      treatment: 'AlignCLIP',
      ...gapOfPhotographs,
      alsoReport: [recall],
    }),
  ],
});
