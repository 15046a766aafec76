import { unknownName, UserError } from '@alignclip/core';
import { z } from 'zod';
import { CaptionTable } from './caption-table';

/** Splits by the names that the file has for them, for example `{ train: ['train', 'restval'] }`. */
export const splitsOption = z
  .record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)]))
  .refine((splits) => Object.keys(splits).length > 0, 'names no split')
  .optional();

/** Fills a table a split, by the names that a file has for its splits. */
export class SplitTables {
  readonly tables = new Map<string, CaptionTable>();
  private readonly seen = new Set<string>();
  private readonly ours: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    private readonly file: string,
    splits: z.output<typeof splitsOption>,
  ) {
    if (splits === undefined) return;
    const ours = new Map<string, string[]>();
    for (const [split, names] of Object.entries(splits)) {
      this.tables.set(split, new CaptionTable());
      for (const name of [names].flat()) ours.set(name, [...(ours.get(name) ?? []), split]);
    }
    this.ours = ours;
  }

  /** The tables that a split of the file goes into: none, if `splits` leaves it out. */
  of(name: string): readonly CaptionTable[] {
    this.seen.add(name);
    if (this.ours !== undefined) return (this.ours.get(name) ?? []).map((split) => this.tables.get(split)!);
    const table = this.tables.get(name) ?? new CaptionTable();
    this.tables.set(name, table);
    return [table];
  }

  /** To be called at the end. Throws UserError where the file has nothing, or `splits` names one that it does not have. */
  check(): void {
    if (this.seen.size === 0) throw new UserError(`${this.file}: it lists no image`);
    const missing = [...(this.ours?.keys() ?? [])].find((name) => !this.seen.has(name));
    if (missing !== undefined) throw unknownName(`split in ${this.file}`, missing, [...this.seen]);
  }
}
