import { unknownName, UserError } from '@alignclip/core';
import { z } from 'zod';
import { CaptionTable } from './caption-table';

export const splitsOption = z
  .record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)]))
  .refine((splits) => Object.keys(splits).length > 0, 'names no split')
  .optional()
  .describe(
    'splits to use, each with its name or names in the file: { train: ["train", "restval"] } (default: as in the file)',
  );

/** One caption table per split, found by the names of splits in a file. */
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

  /** The tables for a split of the file: none, if `splits` leaves it out. */
  of(name: string): readonly CaptionTable[] {
    this.seen.add(name);
    if (this.ours !== undefined) return (this.ours.get(name) ?? []).map((split) => this.tables.get(split)!);
    const table = this.tables.get(name) ?? new CaptionTable();
    this.tables.set(name, table);
    return [table];
  }

  /** To be called at the end. Throws UserError where the file lists no image, or `splits` names a split that it does not have. */
  check(): void {
    if (this.seen.size === 0) throw new UserError(`${this.file} lists no image`);
    const missing = [...(this.ours?.keys() ?? [])].find((name) => !this.seen.has(name));
    if (missing !== undefined) throw unknownName(`split in ${this.file}`, missing, [...this.seen]);
    this.checkSpelling();
  }

  /** Names that differ in case or blanks are meant as one split, unless `splits` lists each of them. */
  private checkSpelling(): void {
    const alike = new Map<string, string>();
    for (const name of [...this.seen].sort((a, b) => Number(this.isListed(b)) - Number(this.isListed(a)))) {
      const plain = name.trim().toLowerCase();
      const other = alike.get(plain);
      alike.set(plain, name);
      if (other === undefined || this.isListed(name) || (this.ours !== undefined && !this.isListed(other))) continue;
      const [a, b] = [other, name].map((one) => JSON.stringify(one));
      throw new UserError(
        `${this.file} has splits that differ in case or blanks only, ${a} and ${b}: write them alike, or list both in "splits", such as { ${JSON.stringify(other.trim().toLowerCase())}: [${a}, ${b}] }`,
      );
    }
  }

  private isListed(name: string): boolean {
    return this.ours?.has(name) === true;
  }
}
