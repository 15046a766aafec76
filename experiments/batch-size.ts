import { defineExperiment, factorTable, grid, shared, trainer } from 'alignclip';
import { centroidDistance, recall } from './base/measures';
import { hasPhotographs } from './base/pretrained';
import { base, folderOf, profiles } from './base/regime';
import { separation } from './base/separation';

const sizes = hasPhotographs ? [128, 256, 512, 1024] : [32, 64, 128, 256];
const factors = { rows: 'trainer.batchSize', columns: 'variant' };

/** Equal numbers of steps at every batch size, so larger batches also see more examples: compare within a row. */
export default defineExperiment({
  name: 'batch-size',
  folder: folderOf('batch-size'),
  seeds: [0, 1],
  base,
  variants: grid(
    { 'trainer.batchSize': sizes },
    { CLIP: {}, SharedCLIP: { sharing: shared() }, AlignCLIP: { sharing: shared(), ...separation() } },
  ),
  profiles: { ...profiles, smoke: { seeds: [0], base: { trainer: trainer({ steps: 2 }) } } },
  tables: [factorTable({ ...centroidDistance, ...factors }), factorTable({ ...recall, ...factors })],
});
