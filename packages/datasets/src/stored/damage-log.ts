import { UserError } from '@alignclip/core';
import type { Damage } from './stored-example';

/** What a reading met so far. */
export interface DamageReport {
  readonly items: number;
  readonly damaged: number;
  /** The first of them. */
  readonly first: readonly Damage[];
}

/** Fewer items say nothing about a share. */
const fewestItems = 200;
const mostNamed = 5;

/** Counts and names what was skipped; ends the reading once that is more than a share. */
export class DamageLog {
  private items = 0;
  private damaged = 0;
  private endedParts = 0;
  private readonly first: Damage[] = [];

  constructor(
    private readonly source: string,
    private readonly mostShare: number,
    private readonly parts: number,
    private readonly notify: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
  ) {}

  get report(): DamageReport {
    return { items: this.items, damaged: this.damaged, first: [...this.first] };
  }

  sound(count = 1): void {
    this.items += count;
  }

  /** Throws UserError once the share is surely passed. */
  skip(damage: Damage): void {
    this.items += 1;
    this.damaged += 1;
    if (damage.endsPart === true) this.endedParts += 1;
    if (this.first.length < mostNamed) {
      this.first.push(damage);
      this.notify(`${this.source}: skipped ${damage.damaged}: ${damage.reason}`);
    }
    if (this.items >= fewestItems || this.endedParts > this.mostShare * this.parts) this.check();
  }

  /** To be called at the end of a reading. Throws UserError where more than the share was damaged. */
  check(): void {
    const lost = this.endedParts > this.mostShare * this.parts;
    if (!lost && this.damaged <= this.mostShare * this.items) return;
    const count = lost ? `${this.endedParts} of ${this.parts} files are` : `${this.damaged} of ${this.items} items are`;
    const named = this.first.map(({ damaged, reason }) => `\n  ${damaged}: ${reason}`).join('');
    const more = this.damaged > this.first.length ? `\n  and ${this.damaged - this.first.length} more` : '';
    throw new UserError(
      `${this.source}: ${count} damaged, more than maxCorruptShare = ${this.mostShare}:${named}${more}`,
    );
  }
}
