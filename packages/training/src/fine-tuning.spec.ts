import { selectBackend } from '@alignclip/backend';
import { alone, Interrupted, type LossTerm } from '@alignclip/core';
import { readSafetensors, writeSafetensors, type StoredTensor } from '@alignclip/formats';
import { ParameterStore } from '@alignclip/nn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyDataset, tinyRun, tinyTokenizer, tinyTransform, weightsOf } from './testing/tiny-run';
import { infoNce, viewDistance } from './testing/tiny-terms';
import { trainer } from './trainer';
import { readWeights } from './checkpoint';

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-fine-tuning-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Options = Parameters<typeof trainer.make>[0];

async function make(options: Options, terms: readonly LossTerm[] = [infoNce], store = new ParameterStore(7)) {
  const { model, objective, parameters, optimizer, schedule } = await tinyRun({}, terms, 4, undefined, store);
  const makers = { dataset: tinyDataset, tokenizer: tinyTokenizer, augmentation: tinyTransform, teacher: undefined };
  const data = { ...makers, viewAugmentation: tinyTransform, seed: 5 };
  const all = { steps: 8, batchSize: 4, ...options };
  const made = await trainer.make(all, model, objective, data, parameters, optimizer, schedule, [], alone);
  return { trainer: made, parameters, optimizer };
}

/** Runs to the end with a stop after step 5 on the way. */
async function interrupted(options: Options, checkpoint: string) {
  const stop = new AbortController();
  const first = await make(options);
  const onStep = ({ step }: { step: number }) => step === 5 && stop.abort();
  const stopped = first.trainer.run({ checkpoint, key: 'k', signal: stop.signal, onStep });
  await expect(stopped).rejects.toThrow(Interrupted);
  const second = await make(options);
  await second.trainer.run({ checkpoint, key: 'k' });
  return second;
}

describe('trainer({ freeze })', () => {
  it('gives what the globs name no gradient, decay or moments, and trains the rest', async () => {
    const { trainer, parameters, optimizer } = await make({ freeze: ['text/**'] });
    const before = weightsOf(parameters);
    await trainer.run({});
    const after = weightsOf(parameters);
    expect(after['text/table']).toEqual(before['text/table']);
    expect(after['image/kernel']).not.toEqual(before['image/kernel']);
    expect(Object.keys(optimizer.state()).filter((name) => name.includes('text/'))).toEqual([]);
  });

  it.each([1, 2])('resumes to the same weights, in %i chunks', async (accumulate) => {
    const options = { freeze: ['image/*', 'logit-scale'], accumulate };
    const whole = await make(options);
    await whole.trainer.run({});
    const { parameters } = await interrupted(options, join(folder, `frozen-${accumulate}.safetensors`));
    expect(weightsOf(parameters)).toEqual(weightsOf(whole.parameters));
  });

  it('names the nearest address where a glob matches none', async () => {
    await expect(make({ freeze: ['txt/**'] })).rejects.toThrow('did you mean "text/**"');
  });
});

describe('trainer({ ema })', () => {
  const ema = { decay: 0.8 };

  it('ends with averaged weights, which the checkpoint holds next to the trained ones', async () => {
    const [plain, averaged] = [await make({}), await make({ ema })];
    const checkpoint = join(folder, 'averaged.safetensors');
    const steps: Record<string, number[]>[] = [weightsOf(plain.parameters)];
    await plain.trainer.run({ onStep: () => steps.push(weightsOf(plain.parameters)) });
    await averaged.trainer.run({ checkpoint, key: 'k' });
    for (const [address, values] of Object.entries(weightsOf(averaged.parameters))) {
      const expected = (i: number) =>
        steps.reduce((mean, step) => 0.8 * mean + 0.2 * step[address]![i]!, steps[0]![address]![i]!);
      values.forEach((value, i) => expect(value).toBeCloseTo(expected(i), 5));
    }
    const { tensors } = await readSafetensors(checkpoint);
    const stored = (name: string) => [...(tensors.get(name)!.data as Float32Array)];
    expect(stored('parameters/image/kernel')).toEqual(weightsOf(averaged.parameters)['image/kernel']);
    expect(stored('unaveraged/image/kernel')).toEqual(weightsOf(plain.parameters)['image/kernel']);
  });

  it('resumes to the same averaged weights, and restores them from a finished checkpoint', async () => {
    const whole = await make({ ema });
    await whole.trainer.run({});
    const checkpoint = join(folder, 'resumed.safetensors');
    const { parameters } = await interrupted({ ema }, checkpoint);
    expect(weightsOf(parameters)).toEqual(weightsOf(whole.parameters));
    const finished = await make({ ema });
    await finished.trainer.run({ checkpoint, key: 'k' });
    expect(weightsOf(finished.parameters)).toEqual(weightsOf(whole.parameters));
    const next = await make({ from: checkpoint });
    expect(weightsOf(next.parameters)).toEqual(weightsOf(whole.parameters));
  });
});

describe('readWeights of numbers that are not finite', () => {
  it('names file and parameter', async () => {
    const path = join(folder, 'nan.safetensors');
    const { parameters } = await make({});
    const tensors = [...parameters.entries()].map(([address, value]): [string, StoredTensor] => [
      address,
      { dtype: 'F32', shape: value.shape, data: new Float32Array(value.size).fill(address === 'text/table' ? NaN : 0) },
    ]);
    await writeSafetensors(path, new Map(tensors));
    await expect(readWeights(path, parameters)).rejects.toThrow(/nan\.safetensors: parameter "text\/table" holds NaN/);
  });
});

describe('readWeights', () => {
  it("leaves a loss term's own values where the file has none", async () => {
    const checkpoint = join(folder, 'plain.safetensors');
    const plain = await make({});
    await plain.trainer.run({ checkpoint, key: 'k' });
    const store = new ParameterStore(7);
    const { parameters } = await make({ from: checkpoint }, [infoNce, viewDistance(store)], store);
    expect(weightsOf(parameters)).toEqual({
      ...weightsOf(plain.parameters),
      'losses/view-distance/factor': [0.5, 0.5, 0.5, 0.5],
    });
    store.parameter('text/more', [1], () => Float32Array.of(0));
    await expect(readWeights(checkpoint, store)).rejects.toThrow('has no parameter "text/more"');
  });
});
