import {
  adamW,
  crossModalitySeparation,
  csv,
  efficientNet,
  emojiCaptions,
  gap,
  learnedLogitScale,
  noAugmentation,
  residualTrunk,
  retrieval,
  sentenceTransformer,
  trainer,
  warmUpCosine,
  wordpieceTokenizer,
} from 'alignclip';
import { ownFolder } from '../data/own-folder';

const variable = 'ALIGNCLIP_PHOTOS';

/** Whether a folder with photographs is named. */
export const hasPhotographs = Boolean(process.env[variable]);

/** Flickr8k at 224 pixels in a folder of your own, or emoji, which need no download. */
function photosOrEmoji() {
  if (!hasPhotographs) return emojiCaptions();
  const flickr8k = ownFolder(variable, 'Flickr8k at 224 pixels');
  return csv({
    files: flickr8k('flickr8k-captions.tsv'),
    images: flickr8k('flickr8k-224.tar', 'images'),
    splits: { train: 'train', val: 'dev', test: 'test' },
    inMemory: true,
  });
}

/** A trunk on the features of frozen pretrained encoders. */
export const pretrainedBase = {
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
};
