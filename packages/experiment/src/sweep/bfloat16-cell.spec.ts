import { bfloat16Form, selectBackend } from '@alignclip/backend';
import { Interrupted, type RunRecord } from '@alignclip/core';
import { emojiCaptions } from '@alignclip/datasets';
import { visionTransformer } from '@alignclip/encoders';
import { crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cellsOf } from '../define/cells';
import { experimentOf } from '../define/load-experiment';
import { RunStore } from '../store/run-store';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyBase, tinyExperiment } from '../testing/tiny-experiment';
import { weightsOf } from '../testing/weights-of';
import { runCell } from './run-cell';

const scratch = scratchFolder('bfloat16');
const file = join(__dirname, '../testing/tiny-experiment.ts');

beforeAll(() => selectBackend());

/** AlignCLIP on the emoji captions, a few steps; `stopAt` aborts after that step. */
async function run(name: string, options: Parameters<typeof trainer>[0], stopAt?: number) {
  const store = new RunStore(join(scratch.path, name));
  const definition = tinyExperiment({
    base: {
      ...tinyBase,
      dataset: emojiCaptions({ resolution: 32, tags: 0 }),
      imageEncoder: visionTransformer({ width: 8, layers: 1, embeddingWidth: 8, imageSize: 32, patchSize: 8 }),
      sharing: shared(),
      losses: [crossModalitySeparation(), intraModalitySeparation()],
      trainer: trainer({ steps: 6, batchSize: 16, logEvery: 2, checkpointEvery: 2, ...options }),
    },
  });
  const stop = new AbortController();
  const record: RunRecord = await runCell(
    { ...experimentOf(definition, file), store },
    cellsOf(definition)[0]!,
    'quick',
    {
      signal: stop.signal,
      onPhase: () => undefined,
      onStep: ({ step }) => step === stopAt && stop.abort(),
    },
  );
  const folder = join(store.folder, 'checkpoints');
  return { record, weights: await weightsOf(join(folder, readdirSync(folder)[0]!)) };
}

describe('a cell in bfloat16', () => {
  it('has keys of its own, and float32 those of the absent option', async () => {
    const { record: plain } = await run('plain', {});
    const { record: named } = await run('named', { precision: 'float32' });
    const { record: low } = await run('low', { precision: 'bfloat16' });
    expect([named.key, named.trainingKey, named.config]).toEqual([plain.key, plain.trainingKey, plain.config]);
    expect([named.curves, named.scores]).toEqual([plain.curves, plain.scores]);
    expect(low.key).not.toBe(plain.key);
    expect(low.trainingKey).not.toBe(plain.trainingKey);
    expect(low.config['trainer']).toMatchObject({ options: { precision: 'bfloat16' } });
    expect([plain.provenance.bfloat16, low.provenance.bfloat16]).toEqual([undefined, bfloat16Form()]);
    expect(low.curves['L']).not.toEqual(plain.curves['L']);
    low.curves['L']!.forEach((loss, i) => expect(Math.abs(loss / plain.curves['L']![i]! - 1)).toBeLessThan(0.02));
  }, 180_000);

  it.each([1, 4])(
    'resumes to exactly the same record, accumulate: %i',
    async (accumulate) => {
      const options = { precision: 'bfloat16', accumulate } as const;
      const whole = await run(`whole ${accumulate}`, options);
      await expect(run(`parts ${accumulate}`, options, 3)).rejects.toThrow(Interrupted);
      const resumed = await run(`parts ${accumulate}`, options);
      expect([resumed.record.curves, resumed.record.scores]).toEqual([whole.record.curves, whole.record.scores]);
      expect(resumed.weights).toEqual(whole.weights);
    },
    180_000,
  );
});
