import { UserError } from '@alignclip/core';
import { textLines } from './text-lines';

export interface SentencePair {
  readonly score: number;
  readonly genre: string;
  readonly sentence1: string;
  readonly sentence2: string;
}

type Column = keyof SentencePair;
const columns: readonly Column[] = ['score', 'genre', 'sentence1', 'sentence2'];

/** Of SemEval, the STS benchmark and SICK. */
const highestScore = 5;

/** The pairs in such a file; `path` is what errors call it. Throws UserError naming line, field and value. */
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
  const unsound = columns.find((column) => field(column).includes('\0'));
  if (unsound !== undefined) throw new UserError(`${where}: ${unsound} ${shown(field(unsound))} holds a NUL byte`);
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
  if (value >= 0 && value <= highestScore) return value;
  throw new UserError(`${where}: score ${shown(text)} is not from 0 to ${highestScore}`);
}

function filled(sentence: string, where: string): string {
  if (sentence.trim() === '') throw new UserError(`${where} is empty`);
  return sentence;
}

const shown = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
