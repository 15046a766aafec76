import { UserError, unknownName } from '@alignclip/core';
import { withFile } from '@alignclip/formats';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface SentencePair {
  readonly score: number;
  readonly genre: string;
  readonly sentence1: string;
  readonly sentence2: string;
}

/** The largest known file has a megabyte. */
const maxBytes = 2 ** 25;

/**
 * Sentence pairs of `<folder>/<name>.tsv`: a header with score, genre, sentence1, sentence2 in any order, then one line per
 * pair; no quoting. One bad line refuses the file: a score over fewer pairs would not be comparable. Throws
 * UserError naming file, line, field and value.
 */
export const readSts = async (folder: string, name: string): Promise<SentencePair[]> =>
  parseSts(await stsContent(folder, name), join(folder, `${name}.tsv`));

/** The bytes of a set's file. Throws UserError where it is missing or too large. */
export async function stsContent(folder: string, name: string): Promise<Uint8Array> {
  const files = await readdir(folder).catch(() => {
    throw new UserError(`sts: option "folder" = "${folder}" is not a folder that can be read`);
  });
  const known = files.filter((file) => file.endsWith('.tsv')).map((file) => file.slice(0, -'.tsv'.length));
  if (!known.includes(name)) throw unknownName(`STS set in ${folder}`, name, known);
  return contentOf(join(folder, `${name}.tsv`));
}

const contentOf = (path: string): Promise<Uint8Array> =>
  withFile(path, ({ size, read }) => {
    if (size > maxBytes) throw new UserError(`${path}: ${size} bytes, at most ${maxBytes} are allowed`);
    return read(0, size);
  });

type Column = keyof SentencePair;
const columns: readonly Column[] = ['score', 'genre', 'sentence1', 'sentence2'];

/** The highest score of SemEval, the STS benchmark and SICK. */
const maxScore = 5;

/** The pairs in the content of a file; `path` is what errors call it. Throws UserError naming line, field and value. */
export function parseSts(content: Uint8Array, path: string): SentencePair[] {
  const pairs: SentencePair[] = [];
  let header: readonly string[] | undefined;
  for (const { where, text } of textLines(content, path)) {
    const fields = text.split('\t');
    if (header === undefined) header = checkedHeader(fields, where);
    else if (text !== '') pairs.push(pairOf(fields, header, where));
  }
  if (pairs.length === 0) throw new UserError(`${path}: no sentence pair after the header`);
  return pairs;
}

function checkedHeader(names: readonly string[], where: string): readonly string[] {
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new UserError(`${where} lacks the columns ${missing.join(', ')}; it is ${shown(names.join(', '))}`);
  }
  const twice = columns.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined) throw new UserError(`${where} has the column ${twice} twice`);
  return names;
}

function pairOf(fields: readonly string[], header: readonly string[], where: string): SentencePair {
  if (fields.length !== header.length) {
    throw new UserError(`${where} has ${fields.length} fields, the header ${header.length}`);
  }
  const field = (column: Column) => fields[header.indexOf(column)]!;
  const bad = columns.find((column) => field(column).includes('\0'));
  if (bad !== undefined) throw new UserError(`${where}: ${bad} ${shown(field(bad))} contains a NUL byte`);
  return {
    score: scoreOf(field('score'), where),
    genre: field('genre'),
    sentence1: filled(field('sentence1'), `${where}: sentence1`),
    sentence2: filled(field('sentence2'), `${where}: sentence2`),
  };
}

function scoreOf(text: string, where: string): number {
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) throw new UserError(`${where}: score ${shown(text)} is not a number`);
  if (value >= 0 && value <= maxScore) return value;
  throw new UserError(`${where}: score ${shown(text)} is not from 0 to ${maxScore}`);
}

function filled(sentence: string, where: string): string {
  if (sentence.trim() === '') throw new UserError(`${where} is empty`);
  return sentence;
}

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

interface TextLine {
  /** "file: line n", n from 1. */
  readonly where: string;
  readonly text: string;
}

const maxLineBytes = 2 ** 16;

/** Lines of UTF-8 without their ends (`\n`, `\r\n`) and a byte order mark. Throws UserError naming a line that is not UTF-8 or too long. */
function* textLines(content: Uint8Array, path: string): Generator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let number = 0;
  for (let start = 0; start <= content.length;) {
    const newline = content.indexOf(0x0a, start);
    const end = newline < 0 ? content.length : newline;
    const where = `${path}: line ${(number += 1)}`;
    const bytes = content.subarray(start, end);
    if (bytes.length > maxLineBytes)
      throw new UserError(`${where} has ${bytes.length} bytes, at most ${maxLineBytes} are allowed`);
    const text = decoded(decoder, bytes, where).replace(/\r$/, '');
    yield { where, text: number === 1 ? text.replace(/^\uFEFF/, '') : text };
    start = end + 1;
  }
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UserError(`${where} is not UTF-8`);
  }
}
