import { compareSteps, isCompiled, taskOf } from './compare-steps';

/** A side that takes the given times in turn. */
const fake = (parameters: number, times: readonly number[]): string[] => [
  process.execPath,
  '-e',
  `const times = ${JSON.stringify(times)};
   require('node:readline').createInterface(process.stdin).on('line', (line) => {
     console.log('a notice');
     console.log(line === 'step' ? JSON.stringify({ ms: times.shift() }) : '{"parameters":${parameters},"versions":"x"}');
   });`,
];
const tiny = { shape: 'tiny', text: 'padded', variant: 'CLIP' } as const;
const options = { rounds: 3, threads: 1, compile: 'never' } as const;

describe('compareSteps', () => {
  it('gives medians without the warm-up, and their ratio', async () => {
    const commands = { ours: fake(7, [99, 99, 10, 30, 20]), openClip: fake(7, [1, 1, 50, 40, 30]), env: process.env };
    const row = await compareSteps(tiny, options, commands, () => undefined);
    expect(row).toMatchObject({ ...tiny, ms: 20, openClipMs: 40, ratio: 2, target: 1 });
  });

  it('counts the faster of eager and torch.compile', async () => {
    const commands = { ours: fake(7, [9, 9, 10]), openClip: fake(7, [1, 1, 50]), env: process.env };
    const row = await compareSteps(tiny, { ...options, rounds: 1, compile: 'always' }, commands, () => undefined);
    expect(row).toMatchObject({ ms: 10, openClipMs: 50 });
    expect(isCompiled({ ...tiny, shape: 'small' }, { compile: 'target' })).toBe(true);
    expect(isCompiled(tiny, { compile: 'target' })).toBe(false);
    expect(isCompiled({ ...tiny, text: 'captions' }, { compile: 'target' })).toBe(true);
  });

  it('refuses models of different size', async () => {
    const commands = { ours: fake(7, []), openClip: fake(8, []), env: process.env };
    await expect(compareSteps(tiny, options, commands, () => undefined)).rejects.toThrow('not of one size');
  });

  it('tells what a side said when it died', async () => {
    const dying = [process.execPath, '-e', `console.error('no module named torch'); process.exit(3)`];
    const commands = { ours: fake(7, []), openClip: dying, env: process.env };
    await expect(compareSteps(tiny, options, commands, () => undefined)).rejects.toThrow(/3:\nno module named torch/);
  });
});

describe('taskOf', () => {
  it('gives both sides one set of captions, filled up to the context; ours trims them where texts are captions', async () => {
    const [padded, captions] = [await taskOf(tiny, 2), await taskOf({ ...tiny, text: 'captions' }, 2)];
    expect(captions.batches).toEqual(padded.batches);
    expect([padded.trim, captions.trim]).toEqual([false, true]);
    for (const ids of padded.batches) {
      expect(ids).toHaveLength(128 * 77);
      expect(ids.filter((id) => id === padded.vocabularySize - 1)).toHaveLength(128);
    }
  });
});
