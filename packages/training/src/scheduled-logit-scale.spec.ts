import { selectBackend, tf } from '@alignclip/backend';
import { scheduledLogitScale } from './scheduled-logit-scale';
import { tinyRun } from './testing/tiny-run';
import { infoNce } from './testing/tiny-terms';

beforeAll(() => selectBackend());

const taus = (options: Parameters<typeof scheduledLogitScale.make>[0], ...progress: (number | undefined)[]) =>
  progress.map((at) =>
    tf.tidy(() => Number((1 / scheduledLogitScale.make(options).logitScale(at).dataSync()[0]!).toFixed(6))),
  );

describe('scheduledLogitScale', () => {
  it('is linear in τ, a half wave, or a staircase, and ends at `to`', () => {
    const ends = { from: 0.01, to: 0.05 };
    expect(taus(ends, 0, 0.25, 1, undefined)).toEqual([0.01, 0.02, 0.05, 0.05]);
    expect(taus({ ...ends, form: 'cosine' }, 0, 1 / 3, 0.5, 1)).toEqual([0.01, 0.02, 0.03, 0.05]);
    expect(taus({ ...ends, form: 'steps' }, 0, 0.19, 0.2, 0.5, 0.99, 1)).toEqual([0.01, 0.01, 0.02, 0.03, 0.05, 0.05]);
    expect(taus({ ...ends, form: 'steps', steps: 2 }, 0.49, 0.5)).toEqual([0.01, 0.05]);
  });

  it('refuses `steps` with another form', () => {
    expect(() => scheduledLogitScale({ steps: 3 })).toThrow(/steps.*is for the form "steps"/);
  });

  it('gives each step of a training its own scale, in chunks too', async () => {
    for (const accumulate of [1, 2]) {
      const temperature = scheduledLogitScale.make({ from: 0.1, to: 0.2 });
      const { trainer } = await tinyRun(
        { steps: 4, logEvery: 1, accumulate },
        [infoNce],
        4,
        undefined,
        undefined,
        temperature,
      );
      const { curves } = await trainer.run({});
      expect(curves['logit-scale']!.map((scale) => Number((1 / scale).toFixed(5)))).toEqual([0.1, 0.125, 0.15, 0.175]);
    }
  });
});
