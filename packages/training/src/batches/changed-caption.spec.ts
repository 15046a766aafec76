import { random } from '@alignclip/core';
import { changedCaption } from './changed-caption';

const caption = 'a small red bird sits on the old wooden fence';
const copies = (text: string, count = 200) =>
  Array.from({ length: count }, (_, i) => changedCaption(text, random('copy', i)));
const sorted = (text: string) => text.split(' ').sort().join(' ');

describe('changedCaption', () => {
  it('moves words, or leaves words out, and adds none', () => {
    const all = copies(caption);
    const words = new Set(caption.split(' '));
    expect(all.every((copy) => copy.split(' ').every((word) => words.has(word)))).toBe(true);
    expect(all.some((copy) => copy !== caption && sorted(copy) === sorted(caption))).toBe(true);
    expect(all.some((copy) => copy.split(' ').length < 10)).toBe(true);
    expect(all.every((copy) => copy.length > 0)).toBe(true);
  });

  it('leaves out a tenth of the words in half of the copies', () => {
    const left = copies(caption, 4000).reduce((sum, copy) => sum + 10 - copy.split(' ').length, 0);
    expect(left / 4000).toBeCloseTo(0.5, 1);
  });

  it('follows from the stream, and keeps captions of fewer than two words', () => {
    expect(copies(caption)).toEqual(copies(caption));
    expect([changedCaption('bird', random(1)), changedCaption('', random(1))]).toEqual(['bird', '']);
    expect(copies('red bird').every((copy) => ['red bird', 'bird red', 'red', 'bird'].includes(copy))).toBe(true);
  });
});
