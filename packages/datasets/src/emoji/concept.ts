import { type Fold, sha256 } from '@alignclip/core';

const hairOrSkin = /: (?:.*skin tone|(?:red|blond|curly|white) hair|beard|bald)\b.*$/;
const someone = '(?:man|woman|men|women|person|people|boys?|girls?)';
const people = new RegExp(`\\b${someone}(?: and ${someone})*\\b(?:[’']s?(?= |$))?`, 'g');

/**
 * What an emoji shows, whoever it shows: the lower-case label without words for people and suffixes for hair and skin.
 * All emoji of one concept are on one side of the split. Flags and keycaps keep their labels.
 */
export function conceptOf(label: string): string {
  const lower = label.toLowerCase();
  if (/^(?:flag|keycap):/.test(lower)) return lower;
  return lower
    .replace(hairOrSkin, '')
    .replace(people, '')
    .replace(/\s+/g, ' ')
    .replace(/(?: ?,)+ ?(?=,|$)|: ?(?=,|$)/g, '')
    .replace(/^[\s,:]+|[\s,:]+$/g, '');
}

export type Side = 'train' | 'val' | 'test';

/**
 * Four fifths of the concepts are for training, a tenth each for val and test; a hash decides, so it never changes. A fold
 * turns the shares: its test concepts are none of another fold's.
 */
export function sideOf(concept: string, { index, of }: Fold = { index: 0, of: 1 }): Side {
  const hash = Number.parseInt(sha256(`v1:${concept}`).slice(0, 8), 16) / 2 ** 32;
  const share = (hash + index / of) % 1;
  if (share < 0.8) return 'train';
  return share < 0.9 ? 'val' : 'test';
}
