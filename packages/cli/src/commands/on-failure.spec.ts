import { parseOnFailure } from './on-failure';

describe('parseOnFailure', () => {
  it.each([
    [undefined, { stop: false, retries: 0 }],
    ['continue', { stop: false, retries: 0 }],
    ['stop', { stop: true, retries: 0 }],
    ['retry=3', { stop: false, retries: 3 }],
  ])('reads %p', (text, policy) => expect(parseOnFailure(text)).toEqual(policy));

  it.each(['', 'halt', 'retry', 'retry=0', 'retry=-1', 'retry=101', 'retry=x'])('refuses %p', (text) => {
    expect(() => parseOnFailure(text)).toThrow(`--on-failure = "${text}": one of stop, continue, retry=N`);
  });
});
