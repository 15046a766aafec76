import {
  adamW,
  crossModalitySeparation,
  csv,
  defineExperiment,
  efficientNet,
  emojiCaptions,
  gap,
  learnedLogitScale,
  noAugmentation,
  question,
  range,
  residualTrunk,
  retrieval,
  scoreTable,
  sentenceTransformer,
  shared,
  trainer,
  warmUpCosine,
  wordpieceTokenizer,
} from 'alignclip';
import { centroidDistance, columnOf, recall, recalls, relativeGap } from './base/measures';
import { separation } from './base/separation';
import { ownFolder } from './data/own-folder';

const variable = 'ALIGNCLIP_PHOTOS';

/** Flickr8k at 224 pixels in a folder of your own, or emoji, which need no download. */
function photosOrEmoji() {
  if (!process.env[variable]) return emojiCaptions();
  const flickr8k = ownFolder(variable, 'Flickr8k at 224 pixels');
  return csv({
    files: flickr8k('flickr8k-captions.tsv'),
    images: flickr8k('flickr8k-224.tar', 'images'),
    splits: { train: 'train', val: 'dev', test: 'test' },
    inMemory: true,
  });
}

const withSeparation = separation();

const gapOfImages = { ...centroidDistance, name: 'centroid distance on unseen images', paper: 'yes' } as const;

/** RQ1 and RQ2 on frozen pretrained encoders, with a trunk on their features that is shared or not. */
export default defineExperiment({
  name: 'pretrained',
  seeds: range(3),
  base: {
    dataset: photosOrEmoji(),
    augmentation: noAugmentation(),
    tokenizer: wordpieceTokenizer(),
    imageEncoder: efficientNet(),
    textEncoder: sentenceTransformer({ freeze: 'all' }),
    head: residualTrunk(),
    losses: [crossModalitySeparation()],
    temperature: learnedLogitScale({ start: 100 }),
    optimizer: adamW({ beta2: 0.98, weightDecay: 0.1 }),
    schedule: warmUpCosine({ rate: 2e-3, warmUp: 50 }),
    trainer: trainer({ steps: 250, batchSize: 512 }),
    evaluators: [gap(), retrieval({ captions: 'all' })],
  },
  variants: {
    CLIP: {},
    SharedCLIP: { sharing: shared() },
    'CLIP + IMSep': withSeparation,
    AlignCLIP: { sharing: shared(), ...withSeparation },
  },
  profiles: {
    full: { seeds: range(10) },
    /** Checks only that everything runs. */
    smoke: { seeds: [0], base: { trainer: trainer({ steps: 4, batchSize: 32 }) } },
  },
  tables: [
    scoreTable({
      title: 'Modality gap and retrieval on frozen pretrained encoders (test)',
      columns: [
        { title: 'alignment score', score: 'gap/test/alignment-score', better: 'higher' },
        columnOf(centroidDistance),
        columnOf(relativeGap),
        ...recalls('image-to-text'),
        ...recalls('text-to-image'),
      ],
    }),
  ],
  questions: [
    question({
      question: 'RQ1, does sharing the trunk reduce the modality gap?',
      baseline: 'CLIP',
      treatment: 'SharedCLIP',
      ...gapOfImages,
      alsoReport: [recall],
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap on separate trunks?',
      baseline: 'CLIP',
      treatment: 'CLIP + IMSep',
      ...gapOfImages,
      alsoReport: [recall],
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap further on a shared trunk?',
      baseline: 'SharedCLIP',
      treatment: 'AlignCLIP',
      ...gapOfImages,
      alsoReport: [recall],
    }),
  ],
});
