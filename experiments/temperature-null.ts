import { defineExperiment, frontier, frontierTable, learnedLogitScale, question } from 'alignclip';
import { four } from './base/four';
import { centroidDistance, recall } from './base/measures';
import { base, folderOf, profiles } from './base/regime';
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
  folder: folderOf('temperature'),
  seeds: [0, 1, 2],
  base: { ...base, temperature: learnedLogitScale({ start: 100 }) },
  variants: {
    ...four,
    ...atFixed(0.01, 0.02, 0.04, 0.07, 0.1, 0.2, 0.5),
  },
  profiles,
  tables: [frontierTable(guard)],
  figures: [frontier(guard)],
  questions: ['SharedCLIP', 'CLIP + IMSep', 'AlignCLIP'].map(remedy),
});
