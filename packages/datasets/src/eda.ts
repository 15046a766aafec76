import { CaptionAugmentation, defineComponent, type Random } from '@alignclip/core';
import { z } from 'zod';
import { WordNet, wordNetFolder } from './captions/wordnet';

/**
 * Copies of captions by EDA with synonyms of WordNet: with equal chance, n = max(1, ⌊α · words⌋) words are replaced by a
 * synonym, n synonyms of its words are inserted, n pairs of words change places, or each word is left out with probability α.
 * A copy is lower-case letters and spaces only. A caption without a letter stays as it is.
 * Source: Wei & Zou 2019 (EDA, arXiv 1901.11196), official `eda.py` with one copy of each caption.
 * @throws UserError where WordNet is not installed.
 */
export const eda = defineComponent(CaptionAugmentation)({
  type: 'eda',
  options: z.strictObject({
    alpha: z.number().gt(0).max(1).default(0.1).describe('α, share of the words that a copy changes'),
  }),
  create: ({ alpha }) => {
    const wordNet = opened(wordNetFolder());
    return {
      apply(caption, random) {
        const words = plain(caption);
        if (words.length === 0) return caption;
        const change = changes[random.integer(changes.length)]!;
        const given = { words, alpha, count: Math.max(1, Math.floor(alpha * words.length)), random };
        return plain(change({ ...given, synonymsOf: (word) => wordNet().synonyms(word) }).join(' ')).join(' ');
      },
      fingerprint: () => Promise.resolve(wordNet().hash),
    };
  },
});

const read = new Map<string, WordNet>();

/** Each folder is read once in a process, when it is first asked. */
const opened = (folder: string) => (): WordNet => {
  const wordNet = read.get(folder) ?? new WordNet(folder);
  read.set(folder, wordNet);
  return wordNet;
};

/** Words of letters: apostrophes are dropped, all other characters separate words. */
const plain = (text: string): string[] =>
  text
    .replace(/['’]/g, '')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);

interface Given {
  readonly words: readonly string[];
  readonly alpha: number;
  readonly count: number;
  readonly random: Random;
  readonly synonymsOf: (word: string) => readonly string[];
}

/** Words that are not replaced, as in the official code. */
const stopWords: ReadonlySet<string> = new Set(
  (
    'i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it ' +
    'its itself they them their theirs themselves what which who whom this that these those am is are was were be been ' +
    'being have has had having do does did doing a an the and but if or because as until while of at by for with about ' +
    'against between into through during before after above below to from up down in out on off over under again ' +
    'further then once here there when where why how all any both each few more most other some such no nor not only ' +
    'own same so than too very s t can will just don should now'
  ).split(' '),
);

/** Words that have synonyms, in random order, each with one of them in all its places, until `count` are changed. */
function replaced({ words, count, random, synonymsOf }: Given): readonly string[] {
  const candidates = [...new Set(words)].filter((word) => !stopWords.has(word));
  let [changed, done] = [words, 0];
  for (const word of random.sample(candidates, candidates.length)) {
    const synonyms = synonymsOf(word);
    if (synonyms.length === 0) continue;
    const synonym = synonyms[random.integer(synonyms.length)]!;
    changed = changed.map((one) => (one === word ? synonym : one));
    done += 1;
    if (done >= count) break;
  }
  return changed;
}

/** `count` synonyms of any of the words, each before a random one. */
function inserted({ words, count, random, synonymsOf }: Given): readonly string[] {
  const changed = [...words];
  const synonymsOfOne = () => synonymsOf(changed[random.integer(changed.length)]!);
  for (let i = 0; i < count; i += 1) {
    const synonyms = firstOf(9, synonymsOfOne, ({ length }) => length > 0);
    if (synonyms === undefined) continue;
    const synonym = synonyms[random.integer(synonyms.length)]!;
    changed.splice(random.integer(changed.length), 0, synonym);
  }
  return changed;
}

function swapped({ words, count, random }: Given): readonly string[] {
  const changed = [...words];
  for (let i = 0; i < count; i += 1) {
    const a = random.integer(changed.length);
    const b =
      firstOf(
        3,
        () => random.integer(changed.length),
        (other) => other !== a,
      ) ?? a;
    [changed[a], changed[b]] = [changed[b]!, changed[a]!];
  }
  return changed;
}

function shortened({ words, alpha, random }: Given): readonly string[] {
  if (words.length === 1) return words;
  const kept = words.filter(() => random.uniform() > alpha);
  return kept.length > 0 ? kept : [words[random.integer(words.length)]!];
}

const changes = [replaced, inserted, swapped, shortened];

/** The first drawn value that will do, among so many; the official code gives up at one more draw, whatever it is. */
function firstOf<T>(tries: number, draw: () => T, willDo: (value: T) => boolean): T | undefined {
  for (let i = 0; i < tries; i += 1) {
    const value = draw();
    if (willDo(value)) return value;
  }
  return undefined;
}
