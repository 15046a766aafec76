import { UserError } from '@alignclip/core';

/** Thrown where one example can't be read, but the rest of the data can. */
export class CorruptError extends Error {
  override readonly name = 'CorruptError';
}

/** An item of the data that can't be read. */
export interface CorruptItem {
  /** Where it is: the file and the member, row or line in it. Part of what `data check --json` prints. */
  readonly damaged: string;
  readonly reason: string;
  /** The rest of its part can't be read either. */
  readonly endsPart?: boolean;
}

export const isCorrupt = (item: object): item is CorruptItem => 'damaged' in item;

/** The counts of a reading so far. */
export interface CorruptReport {
  readonly items: number;
  readonly damaged: number;
  /** The first corrupt items. */
  readonly first: readonly CorruptItem[];
}

/** The share of fewer items means nothing. */
const minItems = 200;
const maxNamed = 5;

/** Counts and names the items that were skipped; ends the reading once they are more than a share of all items. */
export class CorruptLog {
  private items = 0;
  private damaged = 0;
  private endedParts = 0;
  private readonly first: CorruptItem[] = [];

  constructor(
    private readonly source: string,
    private readonly maxShare: number,
    private readonly parts: number,
    private readonly notify: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
  ) {}

  get report(): CorruptReport {
    return { items: this.items, damaged: this.damaged, first: [...this.first] };
  }

  sound(count = 1): void {
    this.items += count;
  }

  /** Throws UserError once the share is surely exceeded. */
  skip(item: CorruptItem): void {
    this.items += 1;
    this.damaged += 1;
    if (item.endsPart === true) this.endedParts += 1;
    if (this.first.length < maxNamed) {
      this.first.push(item);
      this.notify(`${this.source}: skipped ${item.damaged}: ${item.reason}`);
    }
    if (this.items >= minItems || this.endedParts > this.maxShare * this.parts) this.check();
  }

  /** To be called at the end of a reading. Throws UserError where more than the share was corrupt. */
  check(): void {
    const lost = this.endedParts > this.maxShare * this.parts;
    if (!lost && this.damaged <= this.maxShare * this.items) return;
    const count = lost ? `${this.endedParts} of ${this.parts} files are` : `${this.damaged} of ${this.items} items are`;
    const named = this.first.map(({ damaged, reason }) => `\n  ${damaged}: ${reason}`).join('');
    const more = this.damaged > this.first.length ? `\n  and ${this.damaged - this.first.length} more` : '';
    throw new UserError(
      `${this.source}: ${count} corrupt, more than maxCorruptShare = ${this.maxShare}:${named}${more}`,
    );
  }
}
