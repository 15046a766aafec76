import { positiveNumber, wholeNumber } from './whole-number';

describe('wholeNumber', () => {
  it.each([
    ['1', 1],
    ['64', 64],
    ['007', 7],
  ])('reads %p', (text, value) => expect(wholeNumber('--processes', text, 1, 64)).toBe(value));

  it.each(['', 'x', '0', '65', '-1', '1.5', '1e1', '9'.repeat(16)])('refuses %p, naming option and range', (text) => {
    expect(() => wholeNumber('--processes', text, 1, 64)).toThrow(
      `--processes = "${text}": must be a whole number from 1 to 64`,
    );
  });
});

describe('positiveNumber', () => {
  it.each([
    ['1e-6', 1e-6],
    ['.5', 0.5],
    ['1', 1],
  ])('reads %p', (text, value) => expect(positiveNumber('--image-epsilon', text, 1)).toBe(value));

  it.each(['', '.', 'x', '0', '-1', '1.5', 'Infinity', '0x1'])('refuses %p, naming option and range', (text) => {
    expect(() => positiveNumber('--image-epsilon', text, 1)).toThrow(
      `--image-epsilon = "${text}": must be a number above 0, at most 1`,
    );
  });
});
