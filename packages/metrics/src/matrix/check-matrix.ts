import { type Matrix, UserError } from '@alignclip/core';

/** Throws UserError unless the matrix has rows and columns and rows · columns finite numbers. */
export function checkMatrix({ rows, columns, values }: Matrix, name = 'embeddings'): void {
  if (rows < 1 || columns < 1) throw new UserError(`${name}: [${rows}, ${columns}] is empty`);
  if (values.length !== rows * columns) {
    throw new UserError(`${name}: [${rows}, ${columns}] needs ${rows * columns} numbers, got ${values.length}`);
  }
  let bad = 0;
  while (bad < values.length && Number.isFinite(values[bad])) bad += 1;
  if (bad < values.length)
    throw new UserError(`${name}: row ${Math.floor(bad / columns)} holds ${values[bad]}; every number must be finite`);
}

/** Throws UserError unless both matrices are valid and have the same width. */
export function checkSameWidth(image: Matrix, text: Matrix): void {
  checkMatrix(image, 'image embeddings');
  checkMatrix(text, 'text embeddings');
  if (image.columns !== text.columns) {
    throw new UserError(`image embeddings are ${image.columns} wide, text embeddings ${text.columns}`);
  }
}

/** Throws UserError unless the rows of both matrices can be pairs, at least `min` of them. */
export function checkPairs(image: Matrix, text: Matrix, min = 2): void {
  checkSameWidth(image, text);
  if (image.rows !== text.rows) {
    throw new UserError(`pairs need equal row counts: ${image.rows} image rows, ${text.rows} text rows`);
  }
  if (image.rows < min) throw new UserError(`at least ${min} pairs are needed, got ${image.rows}`);
}
