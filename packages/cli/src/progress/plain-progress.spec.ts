import { Format } from 'cli-progress';
import { PlainProgress, barFormat, countFormat, itemFormat } from './plain-progress';

/** The lines of a cell whose steps take so many milliseconds each. */
function lines(steps: number, millisecondsAStep: number, from = 1): string[] {
  const written: string[] = [];
  let time = 0;
  const progress = new PlainProgress((line) => written.push(line), () => time); // prettier-ignore
  for (let step = from; step <= steps; step += 1, time += millisecondsAStep)
    progress.show('CLIP', step, steps, 1 / step);
  return written;
}

describe('PlainProgress', () => {
  it('writes the first step without a rate, each tenth, and the last step', () => {
    const written = lines(100, 1000);
    expect(written).toHaveLength(11);
    expect(written[0]).toBe('CLIP: step 1/100 · loss 1.000');
    expect(written[1]).toBe('CLIP: step 10/100 · loss 0.100 · 1.0 steps/s · 90 s left');
    expect(written.at(-1)).toBe('CLIP: step 100/100 · loss 0.010 · 1.0 steps/s · 0 s left');
  });

  it('writes the first and the last step only where all goes fast', () => {
    expect(lines(8, 10).map((line) => line.split(' · ')[0])).toEqual(['CLIP: step 1/8', 'CLIP: step 8/8']);
  });

  it('writes a single step once', () => {
    expect(lines(1, 1)).toEqual(['CLIP: step 1/1 · loss 1.000']);
  });

  it('begins a resumed run where it goes on', () => {
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
  it('tells variant, seed, step and loss; rate and time left once they are known', () => {
    const name = 'CLIP · seed 0';
    expect(line(1, { name, loss: '4.852', rate: '' })).toBe('CLIP · seed 0 |#---------| step 1/10 · loss 4.852');
    expect(line(5, { name, loss: '3.100', rate: ' · 8.1 steps/s · 1 s left' })).toBe(
      'CLIP · seed 0 |#####-----| step 5/10 · loss 3.100 · 8.1 steps/s · 1 s left',
    );
  });
});

describe('itemFormat and countFormat', () => {
  it('tell name, count and rate', () => {
    const payload = { name: 'train', rate: ' · 8.1 items/s' };
    expect(line(5, payload, itemFormat)).toBe('train |#####-----| 5/10 · 8.1 items/s');
    expect(line(5, payload, countFormat)).toBe('train: 5 so far · 8.1 items/s');
  });
});
