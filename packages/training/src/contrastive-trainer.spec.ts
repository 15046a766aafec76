import { selectBackend, tf } from '@alignclip/backend';
import { Interrupted, type LossTerm } from '@alignclip/core';
import { readSafetensors, writeSafetensors } from '@alignclip/formats';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyRun, weightsOf } from './testing/tiny-run';
import { infoNce } from './testing/tiny-terms';
import { tinyStreamDataset } from './testing/tiny-stream';

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-training-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('ContrastiveTrainer', () => {
  it('learns: the loss at the end is far below the loss at the start', async () => {
    const { trainer } = await tinyRun({ steps: 120, logEvery: 1 });
    const { curves } = await trainer.run({});
    expect(curves['L_CLIP']!.at(-1)).toBeLessThan(0.3 * curves['L_CLIP']![0]!);
  });

  it('repeats itself bit for bit', async () => {
    const [a, b] = [await tinyRun(), await tinyRun()];
    await a.trainer.run({});
    await b.trainer.run({});
    expect(weightsOf(a.parameters)).toEqual(weightsOf(b.parameters));
  });

  it('stops on request with a checkpoint, and resumes to exactly the weights of an uninterrupted run', async () => {
    const whole = await tinyRun();
    const { curves } = await whole.trainer.run({});
    const checkpoint = join(folder, 'resumed.safetensors');
    const first = await tinyRun();
    const stop = new AbortController();
    const interrupted = first.trainer.run({
      checkpoint,
      key: 'k',
      signal: stop.signal,
      onStep: ({ step }) => step === 7 && stop.abort(),
    });
    await expect(interrupted).rejects.toThrow(Interrupted);
    const second = await tinyRun();
    const steps: number[] = [];
    const resumed = await second.trainer.run({ checkpoint, key: 'k', onStep: ({ step }) => steps.push(step) });
    expect(steps).toEqual([8, 9, 10, 11, 12]);
    expect(weightsOf(second.parameters)).toEqual(weightsOf(whole.parameters));
    expect(resumed.curves).toEqual(curves);
    expect(readdirSync(folder)).toEqual(['resumed.safetensors']);
  });

  it('resumes inside a streamed epoch after a crash, from the last checkpoint, to the same weights', async () => {
    const counts = { opened: 0, closed: 0, read: 0 };
    const make = () => tinyRun({ checkpointEvery: 5 }, undefined, 4, tinyStreamDataset(counts));
    const whole = await make();
    const { curves } = await whole.trainer.run({});
    const checkpoint = join(folder, 'stream.safetensors');
    const first = await make();
    const crash = ({ step }: { step: number }) => {
      if (step === 8) throw new Error('crash');
    };
    await expect(first.trainer.run({ checkpoint, key: 'k', onStep: crash })).rejects.toThrow('crash');
    const second = await make();
    const steps: number[] = [];
    const resumed = await second.trainer.run({ checkpoint, key: 'k', onStep: ({ step }) => steps.push(step) });
    expect(steps).toEqual([6, 7, 8, 9, 10, 11, 12]);
    expect(weightsOf(second.parameters)).toEqual(weightsOf(whole.parameters));
    expect(resumed.curves).toEqual(curves);
    expect(counts).toEqual({ opened: 3, closed: 3, read: 0 });
    rmSync(checkpoint);
  });

  it.each([
    ['a bit of a weight', (_text: string, data: number) => data + 2],
    ['a bit of a moment', (text: string) => text.length - 3],
    ['the step', (text: string) => text.indexOf('step\\":') + 7],
    ['a digit of a curve', (text: string) => text.indexOf('L\\":[') + 7],
  ])('refuses to resume where %s has changed', async (_what, place) => {
    const checkpoint = join(folder, 'changed.safetensors');
    await (await tinyRun()).trainer.run({ checkpoint, key: 'k' });
    const bytes = readFileSync(checkpoint);
    const text = bytes.toString('latin1');
    bytes[place(text, 8 + bytes.readUInt32LE(0))]! ^= 1;
    writeFileSync(checkpoint, bytes);
    const resumed = (await tinyRun()).trainer.run({ checkpoint, key: 'k' });
    await expect(resumed).rejects.toThrow(
      /changed.safetensors: corrupt: .*; remove the file to train from the beginning/,
    );
    rmSync(checkpoint);
  });

  it('resumes from a checkpoint of an older version, which has no checksum', async () => {
    const checkpoint = join(folder, 'older.safetensors');
    const { curves } = await (await tinyRun()).trainer.run({ checkpoint, key: 'k' });
    const { tensors, metadata } = await readSafetensors(checkpoint);
    await writeSafetensors(checkpoint, tensors, { training: metadata['training']! });
    expect((await (await tinyRun()).trainer.run({ checkpoint, key: 'k' })).curves).toEqual(curves);
    rmSync(checkpoint);
  });

  it('refuses the checkpoint of another run', async () => {
    const checkpoint = join(folder, 'other.safetensors');
    await (await tinyRun()).trainer.run({ checkpoint, key: 'one' });
    await expect((await tinyRun()).trainer.run({ checkpoint, key: 'two' })).rejects.toThrow('belongs to run one');
  });

  it('names step and term when a loss is not finite', async () => {
    const bad: LossTerm = { symbol: 'L_bad', weight: 1, compute: () => tf.scalar(NaN) };
    const { trainer } = await tinyRun({}, [infoNce, bad]);
    await expect(trainer.run({})).rejects.toThrow('step 1: L_bad = NaN');
  });

  it('notices a term that leaks tensors', async () => {
    const leaky: LossTerm = { ...infoNce, symbol: 'L_leaky', compute: (batch) => tf.keep(infoNce.compute(batch)) };
    await expect((await tinyRun({}, [leaky])).trainer.run({})).rejects.toThrow('left 1 tensor behind');
  });

  it('clamps the logit scale after each step', async () => {
    const { trainer, model } = await tinyRun({ steps: 300 }, undefined, 6);
    const seen: number[] = [];
    await trainer.run({ onStep: ({ logitScale }) => seen.push(logitScale) });
    expect(Math.max(...seen)).toBeLessThanOrEqual(100.001);
    expect(tf.tidy(() => model.logitScale().dataSync()[0]!)).toBeLessThanOrEqual(100.001);
  });
});
