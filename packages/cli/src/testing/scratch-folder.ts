import { scratchFolder as newFolder } from '@alignclip/experiment/testing';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const workspaceRoot = resolve(__dirname, '../../../..');

/** A new folder for one spec file, into which it writes sources. */
export function scratchFolder() {
  const folder = newFolder('cli');
  return {
    get path() {
      return folder.path;
    },
    write: (name: string, source: string): string => {
      const file = join(folder.path, name);
      writeFileSync(file, source);
      return file;
    },
  };
}

/** An experiment file of two variants that end in a moment. */
export const tinySource = `
  import { bagOfWords, bpeTokenizer, clip, defineExperiment, gap, question, retrieval, shapes, shared, summaryTable,
    textTransformer, trainer, visionTransformer } from 'alignclip';
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  export default defineExperiment({
    name: 'tiny', seeds: [0, 1],
    base: {
      dataset: shapes({ resolution: 16 }), imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
      textEncoder: textTransformer(tower), tokenizer: bpeTokenizer({ contextLength: 16 }), losses: [clip()],
      teacher: bagOfWords(), trainer: trainer({ steps: 6, batchSize: 16 }),
      evaluators: [gap({ resamples: 0 }), retrieval({ resamples: 0 })],
    },
    variants: { CLIP: {}, SharedCLIP: { sharing: shared() } },
    profiles: { endless: { seeds: [0], base: { trainer: trainer({ steps: 100_000, batchSize: 16 }) } }, long: { seeds: [0], base: { trainer: trainer({ steps: 7, batchSize: 16 }) } } },
    tables: [summaryTable()],
    questions: [question({ question: 'Does sharing help?', baseline: 'CLIP', treatment: 'SharedCLIP',
      score: 'gap/test/centroid-distance', name: 'centroid distance', better: 'lower' })],
  });`;
