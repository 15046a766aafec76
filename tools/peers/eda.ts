import { random } from '@alignclip/core';
import { WordNet, wordNetFolder } from '@alignclip/datasets';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer';

/** Every word of its own with these endings, besides itself. */
const endings = ['s', 'es', 'ed', 'ing', 'er', 'est', 'men', 'ies'];

/** Synonyms by WordNet for words and their forms, by NLTK from the same files. */
export const eda: Peer = {
  name: 'eda',
  packages: ['nltk==3.10.4'],
  run: ({ folder, counts, python }) => {
    const dict = wordNetFolder();
    const wordNet = new WordNet(dict);
    const words = forms(dict);
    const theirs = python({ folder, dict, words }) as string[][];
    words.forEach((word, i) => {
      const [ours, wanted] = [[...wordNet.synonyms(word)].sort(), theirs[i]!];
      counts.check(
        JSON.stringify(ours) === JSON.stringify(wanted),
        `${word}: here ${ours.join()}, there ${wanted.join()}`,
      );
    });
    return Promise.resolve();
  },
};

/** 1,000 words of each part of speech, each with an ending too. */
function forms(dict: string): string[] {
  const words = ['noun', 'verb', 'adj', 'adv'].flatMap((part) => {
    const lines = readFileSync(join(dict, `index.${part}`), 'latin1').split('\n');
    const all = lines.map((line) => line.split(' ')[0]!).filter((word) => /^[a-z]+$/.test(word));
    return random('words', part).sample(all, 1000);
  });
  return words.flatMap((word, i) => [word, word + endings[i % endings.length]!]);
}
