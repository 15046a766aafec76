import { selectBackend } from '@alignclip/backend';
import { Dataset, ImageEncoder, Interrupted, TextEncoder } from '@alignclip/core';
import { noAugmentation, randomResizedCrop, shapes } from '@alignclip/datasets';
import { bagOfTokens, convNet } from '@alignclip/encoders';
import { hybridDistillation } from '@alignclip/losses';
import { Parameters } from '@alignclip/nn';
import { countFeatures, prepareFeatures, trainer } from '@alignclip/training';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from './compose/compose';
import { featuresOf, trunksOf } from './compose/checks';
import { cellsOf } from './define/cells';
import { experimentOf } from './define/load-experiment';
import type { Change } from './define/run-config';
import { CodeFingerprint } from './identity/code-fingerprint';
import { tinyExperiment } from './testing/tiny-experiment';
import { weightsOf } from './testing/weights-of';

type Changes = Partial<Record<keyof Change, unknown>>;

const training = { steps: 18, batchSize: 64, checkpointEvery: 5 }; // more than the 1,058 examples
const base: Changes = {
  dataset: shapes({ resolution: 16, copies: 1 }),
  augmentation: noAugmentation(),
  imageEncoder: convNet({ imageSize: 16, widths: [4, 6], embeddingWidth: 5 }),
  textEncoder: bagOfTokens({ width: 5, embeddingWidth: 5 }),
  losses: [hybridDistillation()],
  trainer: trainer(training),
};

let folder: string;
let from: string;
const before = { ...process.env };
const codeOf = () => (known ??= new CodeFingerprint(experimentOf(tinyExperiment())).ofFeatures);
let known: CodeFingerprint['ofFeatures'];

function composed(change: Changes = {}) {
  const definition = tinyExperiment({ variants: { one: { ...base, ...change } as Change } });
  const [cell] = cellsOf(definition);
  return compose({ ...cell!, registry: experimentOf(definition).registry, codeOf: codeOf() });
}

/** A session's checkpoint, and how often each trunk was computed. */
async function trained(options: object, { stopAt, change = {} }: { stopAt?: number; change?: Changes } = {}) {
  const checkpoint = join(folder, `${Math.random()}.safetensors`);
  const session = async (signal?: AbortSignal, onStep?: (done: { step: number }) => void) => {
    const run = composed({ trainer: trainer({ ...training, ...options }), ...change });
    const towers = [await run.get(ImageEncoder), await run.get(TextEncoder)];
    const calls = towers.map((tower) => jest.spyOn(tower as unknown as { features: () => unknown }, 'features'));
    const work = (await run.trainer()).run({
      checkpoint,
      key: 'k',
      ...(signal && { signal }),
      ...(onStep && { onStep }),
    });
    await (stopAt && signal ? expect(work).rejects.toThrow(Interrupted) : work);
    (await run.get(Parameters)).dispose();
    return calls.map(({ mock }) => mock.calls.length);
  };
  const stop = new AbortController();
  if (stopAt !== undefined) await session(stop.signal, ({ step }) => step === stopAt && stop.abort());
  const computed = await session();
  return { weights: await weightsOf(checkpoint), computed, checkpoint };
}

beforeAll(() => selectBackend());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alignclip-starting-'));
  process.env['ALIGNCLIP_CACHE'] = folder;
  from = (await trained({ steps: 2 })).checkpoint;
});
afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true, force: true });
});

describe('features of the starting model', () => {
  it.each([1, 3])(
    'give the same bits kept, found, interrupted and without a disk, in %i chunks',
    async (accumulate) => {
      const options = { from, accumulate };
      const cold = await trained(options);
      const [warm, stopped] = [await trained(options), await trained(options, { stopAt: 7 })];
      process.env['ALIGNCLIP_FEATURE_CACHE'] = 'off';
      const off = await trained(options);
      for (const other of [warm, stopped, off]) expect(other.weights).toEqual(cold.weights);
      const passes = accumulate === 1 ? 1 : 2 * accumulate;
      expect(warm.computed).toEqual([18 * passes, 18 * passes]);
      expect(cold.computed[0]).toBeGreaterThan(18 * passes);
    },
    120_000,
  );

  it('are kept on the disk where the model comes from a file, in one folder for each trunk', async () => {
    await trained({});
    expect(readdirSync(folder)).not.toContain('features');
    await trained({ from });
    await trained({ from, steps: 20 });
    expect(readdirSync(join(folder, 'features'))).toHaveLength(2);
  }, 120_000);

  it('are not made where images change, or where training shows fewer than there are', async () => {
    const random = await trained({ from }, { change: { augmentation: randomResizedCrop() } });
    const short = await trained({ from, steps: 1 });
    expect(random.computed).toEqual([36, 18 + 9]); // 9 groups of captions
    expect(short.computed).toEqual([2, 2]);
  }, 120_000);

  it('are planned, counted and prepared', async () => {
    const run = composed({ trainer: trainer({ ...training, from }) });
    expect(await trunksOf(run)).toEqual(
      (['image', 'text'] as const).map((modality) => ({ modality, of: 'starting model', obstacle: undefined })),
    );
    const [dataset, features] = [await run.get(Dataset), await featuresOf(run)];
    const none = await countFeatures(dataset, features);
    expect(none.map(({ what, kept }) => [what, kept])).toEqual([
      ['images of the starting model', 0],
      ['captions of the starting model', 0],
    ]);
    await prepareFeatures(dataset, features);
    expect(await countFeatures(dataset, features)).toEqual(none.map((one) => ({ ...one, kept: one.total })));
    expect((await trained({ from })).computed).toEqual([18, 18]);
    (await run.get(Parameters)).dispose();
  }, 120_000);
});
