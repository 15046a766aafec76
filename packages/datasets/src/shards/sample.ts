import type { ClassSet } from '@alignclip/core';
import type { TarMember } from '../archives/walk-tar';
import { mostImageBytes } from '../archives/image-store';
import { captionOfClass } from '../stored/checked-class-set';
import { DamageError, type StoredItem } from '../stored/stored-example';
import { captionsOfJson, captionsOfText, textOf } from './member-captions';

/** Which members of a sample are read, by the ends of their names. The first that a sample has counts. */
export interface SampleLayout {
  readonly images: readonly string[];
  /** Ends in `json`: the field `captionField` of it; else text. */
  readonly captions: readonly string[];
  readonly captionField: string;
  /** Classes by number or name in the member `.cls`; without them that is not read. */
  readonly classes?: ClassSet | undefined;
}

const classSuffix = 'cls';

const mostTextBytes = 2 ** 20;

/** One sample of a shard while its members are read: those that have its key and stand together. */
export class Sample {
  private readonly members = new Map<string, Buffer>();
  private damage: string | undefined;

  constructor(
    readonly key: string,
    private readonly shard: string,
    private readonly layout: SampleLayout,
  ) {}

  /** Reads the member if it is wanted. */
  async take(suffix: string, member: TarMember): Promise<void> {
    const isImage = this.layout.images.includes(suffix);
    if (!isImage && !this.isRead(suffix)) return;
    if (this.members.has(suffix)) this.damage ??= `has two members .${suffix}`;
    else if (member.size > (isImage ? mostImageBytes : mostTextBytes)) {
      this.damage ??= `its .${suffix} has ${member.size} bytes, too many`;
    } else this.members.set(suffix, await member.read());
  }

  refuse(reason: string): void {
    this.damage ??= reason;
  }

  item(): StoredItem {
    const id = `${this.shard}/${this.key}`;
    try {
      if (this.damage !== undefined) throw new DamageError(this.damage);
      const { classes } = this.layout;
      const label = classes && this.label(classes);
      const captions = this.captions(label);
      const image = this.member(this.layout.images, 'image');
      const held = image.length + 2 * captions.join('').length;
      const labels = classes && label !== undefined && { [classes.name]: label };
      return { id, captions, ...(labels && { labels }), held, load: () => Promise.resolve(image) };
    } catch (error) {
      if (error instanceof DamageError) return { damaged: id, reason: error.message };
      throw error;
    }
  }

  private isRead(suffix: string): boolean {
    const { captions, classes } = this.layout;
    return captions.includes(suffix) || (classes !== undefined && suffix === classSuffix);
  }

  private label({ classes }: ClassSet): string {
    const text = textOf(this.member([classSuffix], 'class')).trim();
    const label = /^\d+$/.test(text) ? classes[Number(text)] : classes.find((name) => name === text);
    if (label !== undefined) return label;
    throw new DamageError(`its class ${JSON.stringify(text.slice(0, 40))} is none of ${classes.length}`);
  }

  private captions(label: string | undefined): string[] {
    const { captions, classes } = this.layout;
    const suffix = captions.find((name) => this.members.has(name)) ?? '';
    if (suffix === '' && classes && label !== undefined) return [captionOfClass(classes, label)];
    const bytes = this.member(this.layout.captions, 'caption');
    return /json$/.test(suffix) ? captionsOfJson(bytes, this.layout.captionField) : captionsOfText(bytes);
  }

  private member(suffixes: readonly string[], what: string): Buffer {
    const suffix = suffixes.find((name) => this.members.has(name));
    if (suffix === undefined) throw new DamageError(`has no ${what} (.${suffixes.join(', .')})`);
    return this.members.get(suffix)!;
  }
}
