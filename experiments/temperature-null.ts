import { defineExperiment, frontier, frontierTable, learnedLogitScale, question, shared } from 'alignclip';
import { emojiBase, emojiProfiles } from './base/emoji';
import { centroidDistance, recall } from './base/measures';
import { separation } from './base/separation';
import { atFixed } from './base/temperatures';

const guard = { gap: centroidDistance, task: recall, baseline: 'CLIP' };

const remedy = (name: string) =>
  question({
    question: `Does ${name} reduce the gap by more than temperature alone does?`,
    baseline: 'CLIP',
    treatment: name,
    ...centroidDistance,
    offFrontier: guard,
  });

/** The four variants of the paper against the curve that CLIP with fixed temperatures traces through gap × retrieval. */
export default defineExperiment({
  name: 'temperature-null',
  seeds: [0, 1, 2],
  base: { ...emojiBase, temperature: learnedLogitScale({ start: 100 }) },
  variants: {
    CLIP: {},
    ...atFixed(0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    SharedCLIP: { sharing: shared() },
    'CLIP + IMSep': separation(),
    AlignCLIP: { sharing: shared(), ...separation() },
  },
  profiles: emojiProfiles,
  tables: [frontierTable(guard)],
  figures: [frontier(guard)],
  questions: ['SharedCLIP', 'CLIP + IMSep', 'AlignCLIP'].map(remedy),
});
