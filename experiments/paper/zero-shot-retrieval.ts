import { centroidShift, claim, gapAgainstScore, lossLandscape, scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { recallColumns, recallKeys } from './shared/columns';

/** Zero-shot retrieval both ways among unseen emoji, three captions each. */
export default paperExperiment({
  name: 'zero-shot-retrieval',
  tables: [
    scoreTable({
      title: 'Zero-shot retrieval (test)',
      baseline: 'CLIP',
      columns: recallColumns('test', 'MSCOCO'),
    }),
    scoreTable({
      title: 'Zero-shot retrieval (test-shift)',
      baseline: 'CLIP',
      columns: recallColumns('test-shift', 'Flickr30k'),
    }),
  ],
  figures: [
    centroidShift(),
    lossLandscape(),
    gapAgainstScore({
      x: { name: 'alignment score', score: 'gap/test/alignment-score' },
      y: { name: 'mean recall', score: recallKeys('test'), percent: true },
    }),
  ],
  claims: [
    claim({
      claim: 'SharedCLIP and AlignCLIP retrieve better than CLIP without fine-tuning',
      source: 'zero-shot retrieval',
      pairs: [['SharedCLIP', 'CLIP'], ['AlignCLIP', 'CLIP']], // prettier-ignore
      scores: ['test', 'test-shift'].map((split) => ({
        name: `mean recall on ${split}`,
        score: recallKeys(split),
        better: 'higher',
        percent: true,
      })),
    }),
  ],
});
