import { UserError } from '@alignclip/core';

const mebibyte = 2 ** 20;

/** What a file may unfold to: 20 times its own size, at least 64 MiB. Weights never come near; bombs pass it. */
export class MemoryBudget {
  private left: number;

  constructor(
    fileBytes: number,
    private readonly file: string,
  ) {
    this.left = Math.max(64 * mebibyte, 20 * fileBytes);
  }

  /** Throws UserError once more is asked for than the file may unfold to. */
  spend(bytes: number, what: string): void {
    this.left -= bytes;
    if (!(this.left >= 0))
      throw new UserError(`${this.file}: ${what} would unfold to far more than the file holds; refused`);
  }
}
