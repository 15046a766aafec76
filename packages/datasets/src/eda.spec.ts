import { random } from '@alignclip/core';
import { WordNet, wordNetFolder } from './captions/wordnet';
import { eda } from './eda';

const copies = (caption: string, count: number, alpha?: number) => {
  const { apply } = eda.make({ alpha });
  return Array.from({ length: count }, (_, i) => apply(caption, random('copy', i)));
};
const words = (text: string) => text.split(' ');
const sorted = (text: string) => words(text).sort().join(' ');

describe('eda', () => {
  const caption = 'a small red bird sits on the old wooden fence';
  const all = copies(caption, 2000);

  it('replaces, inserts, swaps and leaves out, each in about a quarter of the copies', () => {
    const own = new Set(words(caption));
    const kinds = { same: 0, moved: 0, fewer: 0, others: 0 };
    for (const copy of all) {
      if (copy === caption) kinds.same += 1;
      else if (sorted(copy) === sorted(caption)) kinds.moved += 1;
      else if (words(copy).every((word) => own.has(word)) && words(copy).length < 10) kinds.fewer += 1;
      else kinds.others += 1;
    }
    expect(kinds.others / 2000).toBeCloseTo(0.5, 1);
    expect(kinds.moved / 2000).toBeCloseTo(0.25, 1);
    expect(kinds.fewer / 2000).toBeCloseTo(0.25 * (1 - 0.9 ** 10), 1);
    expect(kinds.same / 2000).toBeCloseTo(0.25 * 0.9 ** 10, 1);
  });

  it('replaces words by their synonyms in all places, but no stop words', () => {
    const wordNet = new WordNet(wordNetFolder());
    const twice = (word: string) => wordNet.synonyms(word).map((synonym) => `${synonym} ${synonym}`);
    expect(copies('bicycle, bicycle', 200)).toEqual(expect.arrayContaining(twice('bicycle')));
    expect(twice('in').length).toBeGreaterThan(3);
    expect(copies('in in', 400).filter((copy) => twice('in').includes(copy))).toEqual([]);
  });

  it('changes α of the words', () => {
    const swapped = copies(caption, 400, 0.5).filter((copy) => sorted(copy) === sorted(caption));
    const distances = swapped.map((copy) => words(copy).filter((word, i) => word !== words(caption)[i]).length);
    expect(Math.max(...distances)).toBeGreaterThan(5);
    const [shorter] = copies(caption, 400, 0.9)
      .map((copy) => words(copy).length)
      .sort((a, b) => a - b);
    expect(shorter).toBe(1);
  });

  it('follows from the stream, and keeps captions without letters', () => {
    expect(copies(caption, 50)).toEqual(all.slice(0, 50));
    expect(new Set(copies('3 × 4, 12!', 20))).toEqual(new Set(['3 × 4, 12!']));
    expect(copies('', 4)).toEqual(['', '', '', '']);
    expect(copies("Don't – Café", 40).every((copy) => /^[a-z]+( [a-z]+)*$/.test(copy))).toBe(true);
  });

  it('has the hash of the words as its fingerprint', async () => {
    const print = await eda.make({}).fingerprint();
    expect(print).toBe(new WordNet(wordNetFolder()).hash);
    expect(print).toMatch(/^[0-9a-f]{64}$/);
  });
});
