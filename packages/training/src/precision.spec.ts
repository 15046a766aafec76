import { productPrecision, selectBackend, tf } from '@alignclip/backend';
import { alone, Interrupted, type TrainingSession } from '@alignclip/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunkedGradients } from './chunked-gradients';
import { batchGradients } from './gradients';
import { splitBatch } from './batches/split-batch';
import { probeView } from './probe-watch';
import { tinyDataset, tinyRun, tinyTokenizer, tinyTransform, weightsOf } from './testing/tiny-run';
import { trainer } from './trainer';

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-precision-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Options = Parameters<typeof trainer.make>[0];

/** The component on the towers and data of the tiny run. */
async function make(options: Options) {
  const { model, objective, parameters, optimizer, schedule } = await tinyRun();
  const data = { dataset: tinyDataset, tokenizer: tinyTokenizer, augmentation: tinyTransform };
  const all = { steps: 6, batchSize: 6, ...options };
  const rest = [
    model,
    objective,
    { ...data, teacher: undefined, seed: 5 },
    parameters,
    optimizer,
    schedule,
    [],
    alone,
  ] as const;
  return { model, parameters, trainer: await trainer.make(all, ...rest) };
}

/** The weights at the end. */
async function trained(options: Options, session: TrainingSession = {}) {
  const made = await make(options);
  await made.trainer.run(session);
  return weightsOf(made.parameters);
}

describe('trainer({ precision })', () => {
  it('is left out of the configuration for float32, so that keys stay', () => {
    expect(JSON.stringify(trainer({ precision: 'float32' }))).toBe(JSON.stringify(trainer()));
    expect(trainer({ precision: 'bfloat16' }).options['precision']).toBe('bfloat16');
    expect(() => trainer({ precision: 'float16' as 'float32' })).toThrow('option "precision" = "float16"');
  });

  it('float32 is the default; bfloat16 ends at other weights, the same in every run', async () => {
    const plain = await trained({});
    expect(await trained({ precision: 'float32' })).toEqual(plain);
    const low = await trained({ precision: 'bfloat16' });
    expect(low).not.toEqual(plain);
    expect(await trained({ precision: 'bfloat16' })).toEqual(low);
    for (const [address, values] of Object.entries(plain))
      values.forEach((value, i) => expect(Math.abs(low[address]![i]! - value)).toBeLessThan(0.02));
  });

  it.each([1, 3])('resumes to exactly the same weights, accumulate: %i', async (accumulate) => {
    const options = { precision: 'bfloat16', accumulate } as const;
    const checkpoint = join(folder, `${accumulate}.safetensors`);
    const stop = new AbortController();
    const onStep = ({ step }: { step: number }) => step === 3 && stop.abort();
    const session = { checkpoint, key: 'k' };
    await expect(trained(options, { ...session, signal: stop.signal, onStep })).rejects.toThrow(Interrupted);
    expect(await trained(options, session)).toEqual(await trained(options));
  });

  it('has the same gradient in chunks, up to the order of float32 sums', async () => {
    const { model, objective, parameters, batches } = await tinyRun({}, undefined, 6);
    model.precision = 'bfloat16';
    const batch = await batches.next(0);
    const whole = batchGradients(model, objective, parameters, batch);
    const chunked = chunkedGradients(model, objective, parameters, { own: splitBatch(batch, 3), given: {} });
    for (const [address, gradient] of Object.entries(whole.gradients)) {
      const error = tf.max(tf.abs(tf.sub(gradient, chunked.gradients[address]!))).dataSync()[0];
      expect(error).toBeLessThan(2e-3);
    }
  });

  it('reaches the towers and what probes see of them, but no loss, no evaluation and no frozen trunk', async () => {
    const { model, objective, parameters, batches } = await tinyRun();
    model.precision = 'bfloat16';
    const seen: string[] = [];
    const { features } = model.imageEncoder;
    model.imageEncoder.features = (images) => (seen.push(productPrecision()), features!(images));
    const [term] = objective.terms;
    const { compute } = term!;
    const loss = jest
      .spyOn(term!, 'compute')
      .mockImplementation((given) => (seen.push(productPrecision()), compute(given)));
    const batch = await batches.next(0);
    tf.dispose({ ...batchGradients(model, objective, parameters, batch).gradients });
    expect(seen.splice(0)).toEqual(['bfloat16', 'float32']);
    probeView(model, objective, parameters, batch);
    expect(seen.splice(0)).toEqual(['bfloat16', 'float32', 'bfloat16']);
    tf.tidy(() => model.embedInput(model.imageEncoder, batch.images));
    expect(seen.splice(0)).toEqual(['float32']);
    model.frozen = new Set(['image']);
    tf.tidy(() => void model.outputs(batch));
    expect(seen).toEqual(['float32']);
    loss.mockRestore();
  });
});
