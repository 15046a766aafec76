import { defineExperiment, factorTable, grid, shared, trainer } from 'alignclip';
import { emojiBase, emojiProfiles } from './base/emoji';
import { centroidDistance, recall } from './base/measures';
import { separation } from './base/separation';

const factors = { rows: 'trainer.batchSize', columns: 'variant' };

/** Equal numbers of steps at every batch size, so larger batches also see more examples: compare within a row. */
export default defineExperiment({
  name: 'batch-size',
  seeds: [0, 1],
  base: emojiBase,
  variants: grid(
    { 'trainer.batchSize': [32, 64, 128, 256] },
    { CLIP: {}, SharedCLIP: { sharing: shared() }, AlignCLIP: { sharing: shared(), ...separation() } },
  ),
  profiles: { ...emojiProfiles, smoke: { seeds: [0], base: { trainer: trainer({ steps: 2 }) } } },
  tables: [factorTable({ ...centroidDistance, ...factors }), factorTable({ ...recall, ...factors })],
});
