import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectBackend } from '@alignclip/backend';
import { itWhere } from '@alignclip/core/testing';
import { spearman } from '@alignclip/metrics';
import { hasSentenceEncoder, loadSentenceEncoder } from '@alignclip/nn/sentence-encoder';

const file = join(__dirname, '../../../../shared/data/sts/stsb-test.tsv');

/** Why the figure of a model can't be checked here. */
function obstacle(model: string): string | undefined {
  if (!existsSync(file)) return `no STS data (${file})`;
  return hasSentenceEncoder(model) ? undefined : `no sentence encoder ${model} (npm run setup -- --mpnet downloads it)`;
}

describe.each([
  ['all-MiniLM-L6-v2', 0.8203],
  ['all-mpnet-base-v2', 0.8342],
] as const)('%s on the STS-B test set', (model, published) => {
  const reason = obstacle(model);

  itWhere(
    reason === undefined,
    reason ?? '',
    `has the Spearman correlation ${published}`,
    async () => {
      await selectBackend();
      const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
      const pairs = lines.map((line) => line.split('\t') as [score: string, genre: string, a: string, b: string]);
      const encoder = await loadSentenceEncoder(model);
      const { values, columns } = await encoder.embed(pairs.flatMap(([, , a, b]) => [a, b]));
      encoder.dispose();
      const row = (i: number) => values.subarray(i * columns, (i + 1) * columns);
      const cosines = pairs.map((_, i) => row(2 * i).reduce((sum, value, k) => sum + value * row(2 * i + 1)[k]!, 0));
      const scores = pairs.map(([score]) => Number(score));
      expect(Math.abs(spearman(cosines, scores) - published)).toBeLessThan(0.002);
    },
    600_000,
  );
});
