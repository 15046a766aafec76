import { openBytes } from '../archives/open-bytes';
import { walkTar, type TarMember } from '../archives/walk-tar';
import { DamageError, type Part, type StoredItem } from '../stored/stored-example';
import { Sample, type SampleLayout } from './sample';

/** webdataset's rule: the key ends at the first dot of the file's name; names that begin with a dot are no samples. */
const keyAndSuffix = /^((?:.*\/)?[^./][^./]*)\.([^/]+)$/s;
const files: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);
const ignored: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir']);

/**
 * The samples of a tar file of webdataset, plain or gzipped, at one sample's memory. Each key is one item, sound or not;
 * so is a link and a name that leads out of the archive.
 */
export const shardPart = (path: string, name: string, layout: SampleLayout): Part => ({
  name,
  read: (from) => new ShardReading(path, name, layout, from).items(),
});

class ShardReading {
  private readonly seen = new Set<string>();
  private sample: Sample | undefined;
  /** Items begun. */
  private begun = 0;

  constructor(
    private readonly path: string,
    private readonly name: string,
    private readonly layout: SampleLayout,
    private readonly from: number,
  ) {}

  async *items(): AsyncGenerator<StoredItem> {
    const bytes = await openBytes(this.path);
    try {
      let members = 0;
      for await (const member of walkTar(bytes)) {
        members += 1;
        yield* await this.meet(member);
      }
      if (members === 0) throw new DamageError('no file in it');
      yield* this.finish();
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      yield { damaged: this.name, reason: error.message, endsPart: true };
    } finally {
      await bytes.close();
    }
  }

  /** What is complete once this member is met. */
  private async meet(member: TarMember): Promise<StoredItem[]> {
    if (ignored.has(member.type)) return [];
    const reason = refusal(member);
    if (reason !== undefined) return [...this.finish(), ...this.single(member.name, reason)];
    const [, key, suffix] = keyAndSuffix.exec(member.name) ?? [];
    if (key === undefined || suffix === undefined) return [];
    const done = this.sample?.key === key ? [] : this.begin(key);
    if (this.isWanted()) await this.sample?.take(suffix.toLowerCase(), member);
    return done;
  }

  private begin(key: string): StoredItem[] {
    const done = this.finish();
    this.begun += 1;
    this.sample = new Sample(key, this.name, this.layout);
    if (this.seen.has(key)) this.sample.refuse('a second sample of this key');
    this.seen.add(key);
    return done;
  }

  private finish(): StoredItem[] {
    const { sample } = this;
    this.sample = undefined;
    return sample !== undefined && this.isWanted() ? [sample.item()] : [];
  }

  private single(name: string, reason: string): StoredItem[] {
    this.begun += 1;
    return this.isWanted() ? [{ damaged: `${this.name}/${name}`, reason }] : [];
  }

  /** Whether the item that was begun last is not before where the reading goes on. */
  private isWanted(): boolean {
    return this.begun > this.from;
  }
}

function refusal({ name, type }: TarMember): string | undefined {
  if (!files.has(type)) return `a ${type}, not a file; not followed`;
  if (name.includes('\0')) return 'a NUL byte in the name';
  return /^\/|(^|\/)\.\.(\/|$)/.test(name) ? 'its name leads out of the archive; refused' : undefined;
}
