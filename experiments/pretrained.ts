import { defineExperiment, question, range, scoreTable, trainer } from 'alignclip';
import { four } from './base/four';
import { centroidDistance, columnOf, recall, recalls, relativeGap } from './base/measures';
import { pretrainedBase } from './base/pretrained';
import { folderOf } from './base/regime';

const gapOfImages = { ...centroidDistance, name: 'centroid distance on unseen images', paper: 'yes' } as const;

/** RQ1 and RQ2 on frozen pretrained encoders, with a trunk on their features that is shared or not. */
export default defineExperiment({
  name: 'pretrained',
  folder: folderOf('pretrained'),
  seeds: range(3),
  base: pretrainedBase,
  variants: four,
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
