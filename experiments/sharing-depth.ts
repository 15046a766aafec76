import { defineExperiment, question, shared, summaryTable } from 'alignclip';
import { emojiBase, emojiProfiles } from './base/emoji';
import { centroidDistance } from './base/measures';

const blocks = ['attention', 'mlp', 'norms'] as const;
const first = (to: number) => ({ sharing: shared({ parts: [...blocks], blocks: { to } }) });
const last = (from: number) => ({ sharing: shared({ parts: [...blocks, 'projection'], blocks: { from } }) });

/** How many of the four blocks must be shared, and from which end? */
export default defineExperiment({
  name: 'sharing-depth',
  seeds: [0, 1],
  base: emojiBase,
  variants: {
    'nothing shared': {},
    'projection shared': { sharing: shared({ parts: ['projection'] }) },
    'last block and projection': last(3),
    'last two blocks and projection': last(2),
    'last three blocks and projection': last(1),
    'all shared': { sharing: shared() },
    'first block': first(1),
    'first two blocks': first(2),
    'first three blocks': first(3),
  },
  profiles: emojiProfiles,
  tables: [summaryTable({ baseline: 'nothing shared' })],
  questions: [
    question({
      question: 'Do the last two blocks close as much of the gap as all four?',
      baseline: 'all shared',
      treatment: 'last two blocks and projection',
      ...centroidDistance,
    }),
  ],
});
