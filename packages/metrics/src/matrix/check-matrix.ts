import { type Matrix, UserError } from '@alignclip/core';

/** Throws UserError unless the matrix has rows and columns and as many finite numbers as these say. */
export function checkMatrix({ rows, columns, values }: Matrix, name = 'embeddings'): void {
  if (rows < 1 || columns < 1) throw new UserError(`${name}: [${rows}, ${columns}] is empty`);
  if (values.length !== rows * columns) {
    throw new UserError(`${name}: [${rows}, ${columns}] needs ${rows * columns} numbers, there are ${values.length}`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new UserError(`${name}: row ${Math.floor(bad / columns)} holds ${values[bad]}`);
}

/** Throws UserError unless both matrices are sound and of one width. */
export function checkSameWidth(image: Matrix, text: Matrix): void {
  checkMatrix(image, 'image embeddings');
  checkMatrix(text, 'text embeddings');
  if (image.columns !== text.columns) {
    throw new UserError(`image embeddings are ${image.columns} wide, text embeddings ${text.columns}`);
  }
}

/** Throws UserError unless row i of both matrices can be a pair, with at least `least` pairs. */
export function checkPairs(image: Matrix, text: Matrix, least = 2): void {
  checkSameWidth(image, text);
  if (image.rows !== text.rows) {
    throw new UserError(`pairs need equal row counts: ${image.rows} image rows, ${text.rows} text rows`);
  }
  if (image.rows < least) throw new UserError(`at least ${least} pairs are needed, there are ${image.rows}`);
}
