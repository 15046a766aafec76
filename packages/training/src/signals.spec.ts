import { selectBackend, tf } from '@alignclip/backend';
import { Interrupted, lossTerm, type LossTerm, type Scalar, type Signal, type Tensor2D } from '@alignclip/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyRun, weightsOf } from './testing/tiny-run';
import { infoNce } from './testing/tiny-terms';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-signals-'));
beforeAll(() => selectBackend());
afterAll(() => rmSync(folder, { recursive: true }));

const mean = (x: Tensor2D, y: Tensor2D): Scalar => tf.mean(tf.squaredDifference(x, y));

/** Uses every signal of the rows, so that a fault in any of them changes the weights. */
const terms = (): LossTerm[] => [
  infoNce,
  lossTerm({
    symbol: 'L_raw',
    weight: 0.3,
    needs: ['imageRaw', 'textRaw', 'draws', 'progress'],
    compute({ imageRaw, textRaw, draws, progress }) {
      const z = tf.tensor2d(draws.normal('L_raw/z', 4), [imageRaw.shape[0], 4]);
      return tf.mul(draws.beta('L_raw', 2) + progress, tf.add(mean(imageRaw, z), mean(textRaw, z)));
    },
  }),
  lossTerm({
    symbol: 'L_views',
    weight: 0.2,
    needs: ['features', 'views', 'viewRows', 'textViews'],
    compute: ({ imageFeatures, textFeatures, firstView, imageView, textView, textViewFeatures }) =>
      tf.addN([mean(imageFeatures, firstView), mean(textFeatures, textViewFeatures), mean(imageView, textView)]),
  }),
  lossTerm({
    symbol: 'L_frozen',
    weight: 1,
    weightAt: (progress) => 2 * progress,
    needs: ['frozen'],
    compute({ image, text, frozen }) {
      const rows = tf.add<Scalar>(mean(image, frozen.image), mean(text, frozen.text));
      return tf.add(rows, tf.mul(1e-3, tf.add(mean(frozen.imageRaw, frozen.textRaw), frozen.logitScale)));
    },
  }),
];

const close = (a: Record<string, number[]>, b: Record<string, number[]>) => {
  for (const [address, values] of Object.entries(a))
    values.forEach((value, i) => expect(value).toBeCloseTo(b[address]![i]!, 4));
};

describe('signals of the rows', () => {
  it.each([1, 2])('resume to the same bits, in %i chunks', async (accumulate) => {
    const whole = await tinyRun({ accumulate }, terms());
    await whole.trainer.run({});
    const checkpoint = join(folder, `stopped-${accumulate}.safetensors`);
    const stop = new AbortController();
    const first = await tinyRun({ accumulate }, terms());
    const onStep = ({ step }: { step: number }) => step === 5 && stop.abort();
    await expect(first.trainer.run({ checkpoint, key: 'k', signal: stop.signal, onStep })).rejects.toThrow(Interrupted);
    const second = await tinyRun({ accumulate }, terms());
    await second.trainer.run({ checkpoint, key: 'k' });
    expect(weightsOf(second.parameters)).toEqual(weightsOf(whole.parameters));
  });

  it('give the same gradients in chunks as at once', async () => {
    const [one, two] = [await tinyRun({ steps: 6 }, terms()), await tinyRun({ steps: 6, accumulate: 3 }, terms())];
    await one.trainer.run({});
    await two.trainer.run({});
    close(weightsOf(one.parameters), weightsOf(two.parameters));
  });

  it('change no bit of a term that asks for unit rows only', async () => {
    const raw = lossTerm({ symbol: 'L_raw', weight: 0, needs: ['imageRaw', 'textRaw'], compute: () => tf.scalar(0) });
    const [plain, asked] = [await tinyRun({}, [infoNce]), await tinyRun({}, [infoNce, raw])];
    await plain.trainer.run({});
    await asked.trainer.run({});
    expect(weightsOf(asked.parameters)).toEqual(weightsOf(plain.parameters));
  });
});

describe('the signal frozen', () => {
  it('is the starting model in every step', async () => {
    const seen: number[][] = [];
    const look = (needs: readonly Signal[]) =>
      lossTerm({
        symbol: 'L_look',
        weight: 1,
        needs: needs as ['frozen'],
        compute({ image, frozen }) {
          seen.push([mean(image, frozen.image).dataSync()[0]!, frozen.logitScale.dataSync()[0]!]);
          return tf.scalar(0);
        },
      });
    const { trainer } = await tinyRun({ steps: 4 }, [infoNce, look(['frozen'])]);
    await trainer.run({});
    expect(seen[0]![0]).toBe(0);
    expect(seen[3]![0]).toBeGreaterThan(1e-4);
    for (const [, scale] of seen) expect(scale).toBeCloseTo(10, 5);
  });
});

describe('a weight with a schedule', () => {
  it('is that of the progress of the batch, finished steps over steps', async () => {
    const at: number[] = [];
    const term: LossTerm = {
      symbol: 'L_one',
      weight: 1,
      weightAt: (progress) => {
        at.push(progress);
        return progress;
      },
      compute: () => tf.scalar(3),
    };
    const { trainer } = await tinyRun({ steps: 4, logEvery: 1 }, [infoNce, term]);
    const { curves } = await trainer.run({});
    expect(at).toEqual([0, 0.25, 0.5, 0.75]);
    curves['L']!.forEach((total, i) => expect(total - curves['L_CLIP']![i]!).toBeCloseTo((3 * i) / 4, 4));
  });
});
