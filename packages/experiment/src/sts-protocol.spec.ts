import { projectRoot, selectBackend } from '@alignclip/backend';
import type { DualEncoder, Evaluator } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';
import { sts } from '@alignclip/evaluation';
import { hasSentenceEncoder, loadSentenceEncoder } from '@alignclip/teachers';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(projectRoot, '../shared/data/sts');

/** Why the figure of a model can't be checked here. */
function obstacle(model: string): string | undefined {
  if (!existsSync(join(folder, 'stsb-test.tsv'))) return `no STS data (${folder})`;
  return hasSentenceEncoder(model) ? undefined : `no sentence encoder ${model} (npm run setup -- --mpnet downloads it)`;
}

describe.each([
  ['all-MiniLM-L6-v2', 0.8203],
  ['all-mpnet-base-v2', 0.8342],
] as const)('the evaluator sts on the STS-B test set with %s as text tower', (model, published) => {
  const reason = obstacle(model);

  itWhere(
    reason === undefined,
    reason ?? '',
    `gives the known Spearman correlation ${published}`,
    async () => {
      await selectBackend();
      const encoder = await loadSentenceEncoder(model);
      const tower: DualEncoder = {
        logitScale: 1,
        embedTexts: (texts) => encoder.embed(texts),
        embedImages: () => Promise.reject(new Error('a text tower only')),
      };
      const evaluator = sts.create(sts({ folder, sets: ['stsb-test'], resamples: 0 }).options) as Evaluator;
      const { scores } = await evaluator.evaluate(tower);
      encoder.dispose();
      expect(Math.abs(scores['sts/stsb-test/spearman']! - published)).toBeLessThan(0.002);
    },
    600_000,
  );
});
