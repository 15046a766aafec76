import { UserError, type ClassSet } from '@alignclip/core';
import { byCodePoint } from '../reading/class-set';

/** A column with more has no classes in it. */
const maxClasses = 100_000;

/** The classes of images in some columns of a list; each column is a class set. */
export class ListedClasses {
  private readonly seen: readonly Set<string>[];
  /** What the first row of an image says. */
  private readonly first = new Map<string, readonly string[]>();

  constructor(private readonly columns: readonly string[] = []) {
    const twin = columns.find((name, at) => columns.indexOf(name) !== at);
    if (twin !== undefined) throw new UserError(`classColumns: names "${twin}" twice`);
    this.seen = columns.map(() => new Set<string>());
  }

  /**
   * The labels of a row by class set; an empty field is none. A row that says something else than the first one of its
   * image is at fault. Throws UserError where a column has too many classes to be one.
   */
  read(image: string, fields: readonly string[]): { labels?: Record<string, string> | undefined; fault?: string } {
    if (this.columns.length === 0) return {};
    const own = fields.map((field) => field.trim());
    if (own.some((text) => text.includes('\0'))) return { fault: 'its class has a NUL byte' };
    const first = this.first.get(image) ?? own;
    this.first.set(image, first);
    const at = own.findIndex((text, i) => text !== '' && text !== first[i]);
    if (at >= 0)
      return {
        fault: `its ${this.columns[at]} is ${shown(own[at]!)}, and ${shown(first[at]!)} in an earlier row of its image`,
      };
    this.count(own);
    const labels = this.columns.flatMap((name, i) => (own[i] === '' ? [] : [[name, own[i]!] as const]));
    return { labels: labels.length === 0 ? undefined : Object.fromEntries(labels) };
  }

  /** In the order of Python's sort. Throws UserError where a column has no class. */
  sets(files: readonly string[], templates: readonly string[] = ['a photo of a {}.']): ClassSet[] {
    return this.columns.map((name, i) => {
      if (this.seen[i]!.size === 0) throw new UserError(`${files.join(', ')}: column "${name}" has no class`);
      return { name, classes: [...this.seen[i]!].sort(byCodePoint), templates };
    });
  }

  private count(own: readonly string[]): void {
    for (const [i, text] of own.entries()) {
      if (text !== '') this.seen[i]!.add(text);
      if (this.seen[i]!.size > maxClasses)
        throw new UserError(`column "${this.columns[i]}" has more than ${maxClasses} classes: it is none`);
    }
  }
}

const shown = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
