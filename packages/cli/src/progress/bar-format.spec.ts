import { Format } from 'cli-progress';
import { barFormat, countFormat, itemFormat } from './bar-format';

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
