import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unknownName, UserError } from '@alignclip/core';
import { withFile } from '@alignclip/formats';
import { parseSts, type SentencePair } from './parse-sts';

/** The largest known file has a megabyte. */
const mostBytes = 2 ** 25;

/**
 * Sentence pairs of `<folder>/<name>.tsv`: a header with score, genre, sentence1, sentence2 in any order, then a line a
 * pair; no quoting. One bad line refuses the file: a score over fewer pairs could be compared with nothing. Throws
 * UserError naming file, line, field and value.
 */
export async function readSts(folder: string, name: string): Promise<SentencePair[]> {
  const files = await readdir(folder).catch(() => {
    throw new UserError(`sts: option "folder" = "${folder}" is not a folder that can be read`);
  });
  const known = files.filter((file) => file.endsWith('.tsv')).map((file) => file.slice(0, -'.tsv'.length));
  if (!known.includes(name)) throw unknownName(`STS set in ${folder}`, name, known);
  const path = join(folder, `${name}.tsv`);
  return parseSts(await contentOf(path), path);
}

const contentOf = (path: string): Promise<Uint8Array> =>
  withFile(path, ({ size, read }) => {
    if (size > mostBytes) throw new UserError(`${path}: ${size} bytes are too many, at most ${mostBytes}`);
    return read(0, size);
  });
