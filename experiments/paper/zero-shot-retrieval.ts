import { centroidShift, claim, gapAgainstScore, lossLandscape, scoreTable } from 'alignclip';
import { paperExperiment } from './shared/base';
import { onePoint, recallColumns, recallKeys } from './shared/columns';
import { data } from './shared/data';

/** Zero-shot retrieval in both directions, with all captions per image. */
export default paperExperiment({
  name: 'zero-shot-retrieval',
  tables: data.retrieval.map(({ split, paper }) =>
    scoreTable({
      title: `Zero-shot retrieval (${split})`,
      baseline: 'CLIP',
      columns: recallColumns(split, paper),
    }),
  ),
  figures: [
    centroidShift({ split: data.main }),
    lossLandscape({ split: data.main }),
    gapAgainstScore({
      x: { name: 'alignment score', score: `gap/${data.main}/alignment-score` },
      y: { name: 'mean recall', score: recallKeys(data.main), percent: true },
    }),
  ],
  claims: [
    claim({
      claim: 'SharedCLIP and AlignCLIP retrieve better than CLIP without fine-tuning',
      source: 'zero-shot retrieval',
      pairs: [
        ['SharedCLIP', 'CLIP'],
        ['AlignCLIP', 'CLIP'],
      ],
      scores: data.retrieval.map(({ split }) => ({
        name: `mean recall on ${split}`,
        score: recallKeys(split),
        better: 'higher',
        percent: true,
      })),
      margin: onePoint,
    }),
  ],
});
