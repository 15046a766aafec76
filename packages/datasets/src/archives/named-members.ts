import { posix } from 'node:path';
import { DamageError } from '../stored/stored-example';

/** Members of an archive by name; a name alone also finds a member in a folder, where only one has that name. */
export class NamedMembers<T> {
  private readonly exact = new Map<string, T>();
  private readonly byBase = new Map<string, T | 'several'>();

  constructor(private readonly archive: string) {}

  /** The last member of a name counts, as where the archive is unpacked. */
  add(name: string, member: T): void {
    const path = posix.normalize(name);
    const base = posix.basename(path);
    this.byBase.set(base, this.byBase.has(base) && !this.exact.has(path) ? 'several' : member);
    this.exact.set(path, member);
  }

  get size(): number {
    return this.exact.size;
  }

  /** Throws DamageError where there is none, or the name alone does not tell which. */
  find(name: string): T {
    const path = posix.normalize(name);
    const member = this.exact.get(path) ?? (path.includes('/') ? undefined : this.byBase.get(path));
    if (member === undefined) throw new DamageError(`no such image in ${this.archive}`);
    if (member === 'several') throw new DamageError(`several images of that name in folders of ${this.archive}`);
    return member as T;
  }
}
