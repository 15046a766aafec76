import { UserError } from '@alignclip/core';

const mebibyte = 2 ** 20;

/** How far a file may expand: 20 times its own size, at least 64 MiB. Weights stay far below; decompression bombs do not. */
export class MemoryBudget {
  private left: number;

  constructor(
    fileBytes: number,
    private readonly file: string,
  ) {
    this.left = Math.max(64 * mebibyte, 20 * fileBytes);
  }

  /** Throws UserError once the sum exceeds the budget. */
  spend(bytes: number, what: string): void {
    this.left -= bytes;
    if (!(this.left >= 0))
      throw new UserError(`${this.file}: ${what} would expand to far more than the size of the file; refused`);
  }
}
