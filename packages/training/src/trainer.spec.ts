import { selectBackend } from '@alignclip/backend';
import { alone, type ProbeView, type TrainingProbe } from '@alignclip/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchGradients } from './gradients';
import { probeView } from './probe-watch';
import { tinyDataset, tinyRun, tinyTokenizer, tinyTransform, weightsOf } from './testing/tiny-run';
import { trainer } from './trainer';

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-trainer-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The component on the towers and data of the tiny run. */
async function make(options: Parameters<typeof trainer.make>[0], probes: readonly TrainingProbe[] = []) {
  const { model, objective, parameters, optimizer, schedule } = await tinyRun();
  const data = {
    dataset: tinyDataset,
    tokenizer: tinyTokenizer,
    augmentation: tinyTransform,
    teacher: undefined,
    seed: 5,
  };
  const made = trainer.make(options, model, objective, data, parameters, optimizer, schedule, probes, alone);
  return { trainer: await made, parameters };
}

describe('trainer', () => {
  it('takes the steps and the batch size of its options, and logs the first, the last and every n-th step', async () => {
    const { trainer } = await make({ steps: 7, batchSize: 3, logEvery: 3 });
    expect(trainer.steps).toBe(7);
    const { curves } = await trainer.run({});
    expect(curves['step']).toEqual([1, 3, 6, 7]);
    expect(Object.keys(curves).sort()).toEqual(['L', 'L_CLIP', 'learning-rate', 'logit-scale', 'step']);
  });

  it('ends at the same weights when the batch is embedded in chunks', async () => {
    const whole = await make({ steps: 5, batchSize: 6 });
    const chunked = await make({ steps: 5, batchSize: 6, accumulate: 3 });
    await whole.trainer.run({});
    await chunked.trainer.run({});
    const weights = weightsOf(chunked.parameters);
    for (const [address, values] of Object.entries(weightsOf(whole.parameters))) {
      values.forEach((value, i) => expect(weights[address]![i]).toBeCloseTo(value, 4));
    }
  });

  it('refuses a batch larger than the data', async () => {
    await expect(make({ batchSize: 7 })).rejects.toThrow('trainer.batchSize = 7');
  });

  it('refuses a batch of one pair, which has nothing to contrast', () => {
    expect(() => trainer({ batchSize: 1 })).toThrow('option "batchSize" = 1');
  });

  it('begins with the weights of another run, without its optimizer state and steps', async () => {
    const first = await make({ steps: 6, batchSize: 6 });
    const checkpoint = join(folder, 'first.safetensors');
    await first.trainer.run({ checkpoint, key: 'first' });
    const { trainer, parameters } = await make({ steps: 2, batchSize: 6, from: checkpoint });
    expect(weightsOf(parameters)).toEqual(weightsOf(first.parameters));
    const { curves } = await trainer.run({ key: 'second' });
    expect(curves['step']).toEqual([1, 2]);
    expect(weightsOf(parameters)).not.toEqual(weightsOf(first.parameters));
    await expect(make({ from: join(folder, 'gone.safetensors') })).rejects.toThrow('no such file');
  });

  it('shows the model to probes before the first step, every n-th step and after the last, without changing the run', async () => {
    const views: ProbeView[] = [];
    const probe: TrainingProbe = {
      name: 'watch',
      every: 4,
      batch: { split: 'train', size: 5 },
      observe: (view) => ({ loss: (views.push(view), view.losses['L']!) }),
    };
    const watched = await make({ steps: 6, batchSize: 6 }, [probe]);
    const { curves } = await watched.trainer.run({});
    const alone = await make({ steps: 6, batchSize: 6 });
    await alone.trainer.run({});
    expect(weightsOf(watched.parameters)).toEqual(weightsOf(alone.parameters));
    expect(curves['watch/step']).toEqual([0, 4, 6]);
    expect(curves['watch/loss']).toEqual(views.map(({ losses }) => losses['L']));
    expect(views[0]!.image).toMatchObject({ rows: 5, columns: 4 });
    expect([...views[0]!.gradients.image.keys()]).toEqual(['image/kernel']);
    expect([...views[0]!.gradients.text.keys()]).toEqual(['text/table']);
    await expect(make({ batchSize: 6 }, [probe, probe])).rejects.toThrow('two have the name "watch"');
    await expect(make({ batchSize: 6 }, [{ ...probe, batch: { split: 'train', size: 1 } }])).rejects.toThrow(
      'fewer than two',
    );
  });

  it('shows probes the gradient of the objective, separately for each tower', async () => {
    const { model, objective, parameters, batches } = await tinyRun();
    const batch = await batches.next(0);
    const { gradients, losses } = probeView(model, objective, parameters, batch);
    const whole = batchGradients(model, objective, parameters, batch);
    expect(losses['L']).toBeCloseTo(whole.losses()['L']!, 5);
    for (const [address, values] of [...gradients.image, ...gradients.text]) {
      const expected = whole.gradients[address]!.dataSync();
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    }
  });
});
