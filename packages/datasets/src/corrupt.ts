import { UserError, warn } from '@alignclip/core';

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
export interface CorruptReport extends CorruptCounts {
  readonly items: number;
  /** The first corrupt items. */
  readonly first: readonly CorruptItem[];
}

/** What a checkpoint keeps of an epoch. */
interface CorruptCounts {
  readonly damaged: number;
  readonly endedParts: number;
}

/** Shorter readings are ended by nothing but their end, so that all that is corrupt is counted. */
const minItems = 200;
/** As many corrupt items without a valid one are data of another kind. */
const hopeless = 100_000;
const maxNamed = 5;

/**
 * Counts and names the items that were skipped, epoch by epoch; ends the reading where they are more than a share of all
 * items of an epoch, whatever the order: at its end, or as soon as it is certain.
 */
export class CorruptLog {
  private items = 0;
  private damaged = 0;
  private endedParts = 0;
  private named = 0;
  private anySound = false;
  private first: CorruptItem[] = [];

  constructor(
    private readonly source: string,
    private readonly maxShare: number,
    private readonly parts: number,
    private readonly notify: (line: string) => void = warn,
    /** The number of items in an epoch, where it is known before. */
    private readonly total = Infinity,
  ) {}

  get report(): CorruptReport {
    return { items: this.items, damaged: this.damaged, endedParts: this.endedParts, first: [...this.first] };
  }

  /** Begins an epoch, of which these items are read. */
  begin(items = 0, { damaged, endedParts }: CorruptCounts = { damaged: 0, endedParts: 0 }): void {
    Object.assign(this, { items, damaged, endedParts, first: [] });
  }

  sound(count = 1): void {
    this.items += count;
    this.anySound = true;
  }

  /** Throws UserError once the share is surely exceeded. */
  skip(item: CorruptItem): void {
    this.items += 1;
    this.damaged += 1;
    if (item.endsPart === true) this.endedParts += 1;
    if (this.first.length < maxNamed) this.first.push(item);
    if ((this.named += 1) <= maxNamed) this.notify(`${this.source}: skipped ${item.damaged}: ${item.reason}`);
    const isHopeless = !this.anySound && this.damaged >= hopeless && this.maxShare < 1;
    const isCertain = this.items >= minItems && this.damaged / this.total > this.maxShare;
    if (this.areFilesLost() || isHopeless || isCertain) this.fail();
  }

  /** To be called at the end of an epoch. Throws UserError where more than the share was corrupt. */
  check(): void {
    if (this.areFilesLost() || this.damaged / this.items > this.maxShare) this.fail();
  }

  private areFilesLost(): boolean {
    return this.endedParts / this.parts > this.maxShare;
  }

  private fail(): never {
    const { source, parts, endedParts, damaged, items } = this;
    const count = this.areFilesLost() ? `${endedParts} of ${parts} files are` : `${damaged} of ${items} items are`;
    const named = this.first.map(({ damaged: what, reason }) => `\n  ${what}: ${reason}`).join('');
    const more = damaged > this.first.length ? `\n  and ${damaged - this.first.length} more` : '';
    throw new UserError(`${source}: ${count} corrupt, more than maxCorruptShare = ${this.maxShare}:${named}${more}`);
  }
}
