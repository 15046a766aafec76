import { printed } from '../testing/run-bin';
import {
  barFormat,
  countFormat,
  itemFormat,
  itemLines,
  PlainProgress,
  preparationProgress,
  stepProgress,
  StepRate,
} from './progress';
import { Format } from 'cli-progress';

describe('itemLines', () => {
  it('writes the number of items every few seconds, and log lines at once', () => {
    const lines: string[] = [];
    let time = 0;
    const write = (line: string) => lines.push(line);
    const progress = itemLines('train', write, () => time);
    for (let count = 1; count <= 7; count += 1, time += 1000) progress.show(count);
    progress.log('a shard', write);
    progress.stop();
    expect(lines).toEqual(['train: 4 so far', 'train: 7 so far', 'a shard']);
  });
});

describe('preparationProgress', () => {
  it('writes a line at the end of each preparation if stdout is not a terminal', async () => {
    const lines = await printed(() => {
      const { report, stop } = preparationProgress();
      for (const done of [1, 2, 3]) report('captions embedded', done, 3);
      report('images drawn', 1, 2);
      stop();
    });
    expect(lines).toEqual(['captions embedded: 3 ready']);
  });
});

describe('stepProgress', () => {
  it('writes plain lines if stdout is not a terminal', async () => {
    const lines = await printed(() => {
      const progress = stepProgress('CLIP · seed 0');
      for (const step of [1, 2, 3]) progress.show({ step, steps: 3, losses: { L: 4 / step, L_CLIP: 9 } });
      progress.stop();
    });
    expect(lines[0]).toBe('CLIP · seed 0: step 1/3 · loss 4.000');
    expect(lines[1]).toMatch(/^CLIP · seed 0: step 3\/3 · loss 1\.333/);
    expect(lines).toHaveLength(2);
  });
});

/** The lines of a cell whose steps take so many milliseconds each. */
function lines(steps: number, millisecondsAStep: number, from = 1): string[] {
  const written: string[] = [];
  let time = 0;
  const write = (line: string) => written.push(line);
  const progress = new PlainProgress(write, () => time);
  for (let step = from; step <= steps; step += 1, time += millisecondsAStep)
    progress.show('CLIP', step, steps, 1 / step);
  return written;
}

describe('PlainProgress', () => {
  it('writes the first step without a rate, each tenth, and the last step', () => {
    const written = lines(100, 1000);
    expect(written).toHaveLength(11);
    expect(written[0]).toBe('CLIP: step 1/100 · loss 1.000');
    expect(written[1]).toBe('CLIP: step 10/100 · loss 0.100 · 1.0 steps/s · 1 min 30 s left');
    expect(written.at(-1)).toBe('CLIP: step 100/100 · loss 0.010 · 1.0 steps/s · 0 s left');
  });

  it('writes only the first and the last step of a fast run', () => {
    expect(lines(8, 10).map((line) => line.split(' · ')[0])).toEqual(['CLIP: step 1/8', 'CLIP: step 8/8']);
  });

  it('writes a single step once', () => {
    expect(lines(1, 1)).toEqual(['CLIP: step 1/1 · loss 1.000']);
  });

  it('starts a resumed run at its first new step', () => {
    expect(lines(100, 1000, 95)[0]).toBe('CLIP: step 95/100 · loss 0.011');
  });

  it('keeps cells apart', () => {
    const written: string[] = [];
    const progress = new PlainProgress((line) => written.push(line));
    progress.show('A', 1, 9, 2);
    progress.show('B', 1, 9, 3);
    expect(written).toEqual(['A: step 1/9 · loss 2.000', 'B: step 1/9 · loss 3.000']);
  });
});

/** The line that a bar shows. */
const line = (step: number, payload: object, format = barFormat): string =>
  Format.Formatter(
    {
      format,
      autopaddingChar: ' ',
      barGlue: '',
      barsize: 10,
      barCompleteString: '#'.repeat(10),
      barIncompleteString: '-'.repeat(10),
    },
    { progress: step / 10, eta: 0, startTime: 0, stopTime: 0, total: 10, value: step, maxWidth: 200 },
    payload,
  );

describe('barFormat', () => {
  it('shows variant, seed, step and loss, then rate and time left once they are known', () => {
    const name = 'CLIP · seed 0';
    expect(line(1, { name, loss: '4.852', rate: '' })).toBe('CLIP · seed 0 |#---------| step 1/10 · loss 4.852');
    expect(line(5, { name, loss: '3.100', rate: ' · 8.1 steps/s · 1 s left' })).toBe(
      'CLIP · seed 0 |#####-----| step 5/10 · loss 3.100 · 8.1 steps/s · 1 s left',
    );
  });
});

describe('itemFormat and countFormat', () => {
  it('show name, count and rate', () => {
    const payload = { name: 'train', rate: ' · 8.1 items/s' };
    expect(line(5, payload, itemFormat)).toBe('train |#####-----| 5/10 · 8.1 items/s');
    expect(line(5, payload, countFormat)).toBe('train: 5 so far · 8.1 items/s');
  });
});

describe('StepRate', () => {
  /** The text after each [step, milliseconds]. */
  const said = (steps: number, times: readonly (readonly [number, number])[]) => {
    let time = 0;
    const rate = new StepRate(() => time);
    return times.map(([step, at]) => ((time = at), rate.after(step, steps)));
  };

  it('is empty on the first step, then gives steps per second and the time left', () => {
    const times = [
      [1, 5000],
      [11, 6000],
      [101, 15_000],
    ] as const;
    expect(said(101, times)).toEqual(['', ' · 10.0 steps/s · 9 s left', ' · 10.0 steps/s · 0 s left']);
  });

  it('counts a resumed run from its first new step', () => {
    const times = [
      [61, 0],
      [63, 1000],
    ] as const;
    expect(said(100, times)[1]).toBe(' · 2.0 steps/s · 19 s left');
  });

  it('gives only the rate if the total is unknown', () => {
    let time = 0;
    const rate = new StepRate(() => time, 'items');
    expect([rate.after(1), ((time = 500), rate.after(11))]).toEqual(['', ' · 20.0 items/s']);
  });

  it('is empty if no time has passed', () => {
    const times = [
      [1, 3],
      [2, 3],
    ] as const;
    expect(said(10, times)).toEqual(['', '']);
  });
});
