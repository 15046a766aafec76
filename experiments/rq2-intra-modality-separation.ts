import { bagOfWords, defineExperiment, labels, question, shared, statisticsTable, summaryTable } from 'alignclip';
import { emojiBase, emojiProfiles } from './base/emoji';
import { centroidDistance, columnOf, recall, relativeGap, zeroShotAccuracy } from './base/measures';
import { paperProfile } from './base/paper';
import { separation } from './base/separation';

const gap = { ...centroidDistance, alsoReport: [recall, zeroShotAccuracy] };
const sharing = shared();

/** AlignCLIP with one change in its separation, and the question that the change answers. */
const changes = {
  'AlignCLIP, form of the paper': {
    change: separation({ form: 'paper' }),
    question: "does the separation of the paper's equation reduce the gap more than that of the official code?",
  },
  'AlignCLIP, images only': {
    change: separation({ modalities: 'image' }),
    question: 'does separating images alone reduce the gap more than separating both modalities?',
  },
  'AlignCLIP, texts only': {
    change: separation({ modalities: 'text' }),
    question: 'does separating texts alone reduce the gap more than separating both modalities?',
  },
  'AlignCLIP without D': {
    change: separation({ rescale: false }),
    question: 'does separation without the rescaling D reduce the gap more?',
  },
  'AlignCLIP, D of words': {
    change: { ...separation(), teacher: bagOfWords() },
    question: 'does D from words in common reduce the gap more than D from the sentence encoder?',
  },
  'AlignCLIP, D of classes': {
    change: { ...separation(), teacher: labels() },
    question: 'does D from class labels reduce the gap more than D from the sentence encoder?',
  },
};

const variants = {
  CLIP: {},
  'CLIP + IMSep': separation(),
  SharedCLIP: { sharing },
  AlignCLIP: { sharing, ...separation() },
  ...Object.fromEntries(Object.entries(changes).map(([name, { change }]) => [name, { sharing, ...change }])),
};
/** Web images have no classes. */
const withoutClasses = Object.fromEntries(
  Object.entries(variants).filter(([name]) => name !== 'AlignCLIP, D of classes'),
);

/** RQ2: does pushing the embeddings of a modality apart reduce the gap; on which towers, in which form, with which D? */
export default defineExperiment({
  name: 'rq2-intra-modality-separation',
  seeds: [0, 1, 2],
  base: emojiBase,
  variants,
  profiles: { ...emojiProfiles, paper: { ...paperProfile, variants: withoutClasses } },
  tables: [
    summaryTable({ baseline: 'SharedCLIP' }),
    statisticsTable({
      title: 'The gap, against SharedCLIP',
      baseline: 'SharedCLIP',
      columns: [centroidDistance, relativeGap].map(columnOf),
    }),
  ],
  questions: [
    question({
      question: 'RQ2, does intra-modality separation reduce the gap on separate towers?',
      baseline: 'CLIP',
      treatment: 'CLIP + IMSep',
      ...gap,
    }),
    question({
      question: 'RQ2, does intra-modality separation reduce the gap further on shared towers?',
      baseline: 'SharedCLIP',
      treatment: 'AlignCLIP',
      paper: 'yes',
      ...gap,
    }),
    ...Object.entries(changes).map(([treatment, { question: words }]) =>
      question({ question: `RQ2, ${words}`, baseline: 'AlignCLIP', treatment, ...gap }),
    ),
    question({
      question: 'RQ2, does the rescaling D keep retrieval better than separation without it?',
      baseline: 'AlignCLIP without D',
      treatment: 'AlignCLIP',
      paper: 'yes',
      ...recall,
      alsoReport: [zeroShotAccuracy],
    }),
  ],
});
