import { defineExperiment, question, shared, statisticsTable, summaryTable } from 'alignclip';
import { emojiBase, emojiProfiles, emojiTower } from './base/emoji';
import { centroidDistance, columnOf, recall, relativeGap, zeroShotAccuracy } from './base/measures';
import { paperProfile, paperTower } from './base/paper';
import { towers, type TowerSize } from './base/towers';

/** From CLIP to SharedCLIP, part by part. */
const sharings = ({ layers }: TowerSize) => ({
  CLIP: {},
  'projection shared': { sharing: shared({ parts: ['projection'] }) },
  'norms shared': { sharing: shared({ parts: ['norms'] }) },
  'attention shared': { sharing: shared({ parts: ['attention'] }) },
  'MLP shared': { sharing: shared({ parts: ['mlp'] }) },
  'first half shared': { sharing: shared({ parts: ['attention', 'mlp'], blocks: { to: layers / 2 } }) },
  'second half shared': { sharing: shared({ parts: ['attention', 'mlp'], blocks: { from: layers / 2 } }) },
  'blocks shared': { sharing: shared({ parts: ['attention', 'mlp', 'norms'] }) },
  SharedCLIP: { sharing: shared() },
});

/** SharedCLIP with as many parameters as CLIP, to 1 %: one transformer that is as deep as both, or one that is wider. */
const deeper = (tower: TowerSize) => ({
  'SharedCLIP, twice as deep': { sharing: shared(), ...towers({ ...tower, layers: 2 * tower.layers }) },
});
const wider = { 'SharedCLIP, wider': { sharing: shared(), ...towers({ ...emojiTower, width: 82, heads: 2 }) } };

const sizes = ['width', 'heads', 'layers'].flatMap((name) => [`imageEncoder.${name}`, `textEncoder.${name}`]);
const against = { baseline: 'CLIP', ...centroidDistance, alsoReport: [recall, zeroShotAccuracy] };

/** RQ1: does sharing parameters between the encoders reduce the modality gap, and which of them? */
export default defineExperiment({
  name: 'rq1-parameter-sharing',
  seeds: [0, 1, 2],
  base: emojiBase,
  variants: { ...sharings(emojiTower), ...wider, ...deeper(emojiTower) },
  profiles: {
    ...emojiProfiles,
    paper: { ...paperProfile, variants: { ...sharings(paperTower), ...deeper(paperTower) } },
  },
  tables: [
    summaryTable({ baseline: 'CLIP', studied: sizes }),
    statisticsTable({
      title: 'The gap, against CLIP',
      baseline: 'CLIP',
      studied: sizes,
      columns: [centroidDistance, relativeGap].map(columnOf),
    }),
  ],
  questions: [
    question({
      question: 'RQ1, does sharing the encoders reduce the modality gap?',
      treatment: 'SharedCLIP',
      paper: 'yes',
      ...against,
    }),
    ...['SharedCLIP, wider', 'SharedCLIP, twice as deep'].map((treatment) =>
      question({
        question: `RQ1, does sharing reduce the gap where SharedCLIP has as many parameters as CLIP (${treatment})?`,
        treatment,
        equalParameters: true,
        studied: sizes,
        ...against,
      }),
    ),
    ...['attention shared', 'MLP shared', 'second half shared'].map((treatment) =>
      question({ question: `RQ1, does sharing a single part reduce the gap (${treatment})?`, treatment, ...against }),
    ),
  ],
});
