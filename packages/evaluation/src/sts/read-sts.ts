import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unknownName, UserError } from '@alignclip/core';

export interface SentencePair {
  readonly score: number;
  readonly genre: string;
  readonly sentence1: string;
  readonly sentence2: string;
}

const columns = ['score', 'genre', 'sentence1', 'sentence2'] as const;

/**
 * Sentence pairs of `<folder>/<name>.tsv`: a header with score, genre, sentence1, sentence2 in any order, then a line a
 * pair; no quoting. Throws UserError naming file and line.
 */
export async function readSts(folder: string, name: string): Promise<SentencePair[]> {
  const files = await readdir(folder).catch(() => {
    throw new UserError(`sts: option "folder" = "${folder}" is not a folder that can be read`);
  });
  const known = files.filter((file) => file.endsWith('.tsv')).map((file) => file.slice(0, -'.tsv'.length));
  if (!known.includes(name)) throw unknownName(`STS set in ${folder}`, name, known);
  const path = join(folder, `${name}.tsv`);
  return parseSts(await readFile(path, 'utf8'), path);
}

/** The pairs in the text of such a file; `path` is what errors call it. */
export function parseSts(content: string, path: string): SentencePair[] {
  const [header = '', ...lines] = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = header.split('\t');
  const places = columns.map((column) => names.indexOf(column));
  const missing = columns.filter((_, i) => places[i]! < 0);
  if (missing.length > 0) throw new UserError(`${path}: line 1 lacks the columns ${missing.join(', ')}`);
  return lines.flatMap((line, i) =>
    line === '' ? [] : [parseLine(line, names.length, places, `${path}: line ${i + 2}`)],
  );
}

function parseLine(line: string, count: number, places: readonly number[], where: string): SentencePair {
  const fields = line.split('\t');
  if (fields.length !== count) throw new UserError(`${where} has ${fields.length} fields, the header ${count}`);
  const [score, genre, sentence1, sentence2] = places.map((place) => fields[place]!) as [
    string,
    string,
    string,
    string,
  ];
  const value = score.trim() === '' ? NaN : Number(score);
  if (!Number.isFinite(value)) throw new UserError(`${where}: score "${score}" is not a number`);
  return { score: value, genre, sentence1, sentence2 };
}
