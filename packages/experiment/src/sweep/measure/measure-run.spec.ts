import { selectBackend } from '@alignclip/backend';
import { Interrupted } from '@alignclip/core';
import { trainer } from '@alignclip/training';
import { cellsOf } from '../../define/cells';
import { compose } from '../../compose/compose';
import { Registry } from '../../define/registry';
import { tinyExperiment } from '../../testing/tiny-experiment';
import { measureRun } from './measure-run';

const run = (steps: number) => {
  const variants = { one: { trainer: trainer({ steps, batchSize: 16 }) } };
  return compose({ ...cellsOf(tinyExperiment({ variants }))[0]!, registry: new Registry() });
};

beforeAll(() => selectBackend());

describe('measureRun', () => {
  it.each([100_000, 3, 1])('measures a training of %d steps and stops early', async (steps) => {
    const startedAt = performance.now() - 1000;
    const { startSeconds, stepSeconds, peakMemory } = await measureRun(
      run(steps),
      startedAt,
      new AbortController().signal,
    );
    expect(startSeconds).toBeGreaterThanOrEqual(1);
    expect(stepSeconds).toBeGreaterThan(0);
    expect(stepSeconds).toBeLessThan(startSeconds + 60);
    if (process.platform === 'linux') expect(peakMemory).toBeGreaterThan(2 ** 24);
  });

  it('is interrupted where it is stopped', async () => {
    await expect(measureRun(run(100), 0, AbortSignal.abort())).rejects.toBeInstanceOf(Interrupted);
  });
});
