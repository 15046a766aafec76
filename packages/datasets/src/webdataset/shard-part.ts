import { CorruptError } from '../corrupt';
import { openBytes } from '../files/forward-bytes';
import { fileTypes, walkTar, type TarMember } from '../files/walk-tar';
import type { Part, StoredItem } from '../reading/part';
import { Sample, type SampleLayout } from './sample';

/** webdataset's rule: the key ends at the first dot of the file name; names that start with a dot are ignored. */
const keyAndSuffix = /^((?:.*\/)?[^./][^./]*)\.([^/]+)$/s;
/** Members that webdataset skips, such as `__meta__/index.json`. */
const metadata = /^__[^/]*__($|\/)/;
const ignored: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir']);

/**
 * The samples of a tar file of webdataset, plain or gzipped, one in memory at a time. Each key is one item, corrupt or not;
 * so is each link and each name that leads out of the archive.
 */
export const shardPart = (path: string, name: string, layout: SampleLayout): Part => ({
  name,
  read: (from) => new ShardReading(path, name, layout, from).items(),
});

class ShardReading {
  private readonly seen = new Set<string>();
  private sample: Sample | undefined;
  /** Number of items that were begun. */
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
      if (members === 0) throw new CorruptError('has no file in it');
      yield* this.finish();
    } catch (error) {
      if (!(error instanceof CorruptError)) throw error;
      yield { damaged: this.name, reason: error.message, endsPart: true };
    } finally {
      await bytes.close();
    }
  }

  /** The items that are complete when this member is met. */
  private async meet(member: TarMember): Promise<StoredItem[]> {
    if (ignored.has(member.type) || metadata.test(member.name)) return [];
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
    if (this.seen.has(key)) this.sample.refuse('a second sample with this key');
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

  /** Whether the last item that was begun is one to give, not one before the start of this reading. */
  private isWanted(): boolean {
    return this.begun > this.from;
  }
}

function refusal({ name, type }: TarMember): string | undefined {
  if (!fileTypes.has(type)) return `a ${type}, not a file; not followed`;
  if (name.includes('\0')) return 'a NUL byte in the name';
  return /^\/|(^|\/)\.\.(\/|$)/.test(name) ? 'its name leads out of the archive; refused' : undefined;
}
