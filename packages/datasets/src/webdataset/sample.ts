import type { ClassSet } from '@alignclip/core';
import { CorruptError } from '../corrupt';
import { fieldsOf, parseJson, soundCaptions, textOf } from '../files/texts';
import type { TarMember } from '../files/walk-tar';
import { maxImageBytes } from '../images/image-file';
import { captionOfClass } from '../reading/class-set';
import type { StoredItem } from '../reading/part';

/** The suffixes of the members that are read; the first one that a sample has is used. */
export interface SampleLayout {
  readonly images: readonly string[];
  /** A suffix that ends in `json`: the field `captionField`; others: text. */
  readonly captions: readonly string[];
  readonly captionField: string;
  /** The classes that `.cls` members name by number or name; without classes, they are not read. */
  readonly classes?: (ClassSet & { readonly labels: readonly string[] }) | undefined;
}

const classSuffix = 'cls';
const maxTextBytes = 2 ** 20;

/** One sample of a shard while its members are read: consecutive members with the same key. */
export class Sample {
  private readonly members = new Map<string, Buffer>();
  private fault: string | undefined;

  constructor(
    readonly key: string,
    private readonly shard: string,
    private readonly layout: SampleLayout,
  ) {}

  /** Reads the member if it is an image, a caption or a class. */
  async take(suffix: string, member: TarMember): Promise<void> {
    const isImage = this.layout.images.includes(suffix);
    if (!isImage && !this.isRead(suffix)) return;
    if (this.members.has(suffix)) this.fault ??= `has two members .${suffix}`;
    else if (member.size > (isImage ? maxImageBytes : maxTextBytes)) {
      this.fault ??= `its .${suffix} has ${member.size} bytes, too many`;
    } else this.members.set(suffix, await member.read());
  }

  refuse(reason: string): void {
    this.fault ??= reason;
  }

  item(): StoredItem {
    const id = `${this.shard}/${this.key}`;
    try {
      if (this.fault !== undefined) throw new CorruptError(this.fault);
      const { classes } = this.layout;
      const number = classes && this.classNumber(classes);
      const captions = this.captions(number);
      const image = this.member(this.layout.images, 'image');
      const held = image.length + 2 * captions.join('').length;
      const labels = classes && number !== undefined && { [classes.name]: classes.labels[number]! };
      return { id, captions, ...(labels && { labels }), held, load: () => Promise.resolve(image) };
    } catch (error) {
      if (error instanceof CorruptError) return { damaged: id, reason: error.message };
      throw error;
    }
  }

  private isRead(suffix: string): boolean {
    const { captions, classes } = this.layout;
    return captions.includes(suffix) || (classes !== undefined && suffix === classSuffix);
  }

  private classNumber({ classes }: ClassSet): number {
    const text = textOf(this.member([classSuffix], 'class')).trim();
    const number = /^\d+$/.test(text) ? Number(text) : classes.indexOf(text);
    const shown = JSON.stringify(text.slice(0, 40));
    if (classes[number] === undefined) {
      throw new CorruptError(`its class ${shown} is not one of the ${classes.length} classes`);
    }
    if (classes[number] === text && classes.lastIndexOf(text) !== number) {
      throw new CorruptError(`several classes have the name ${shown} of its class; write the number of the class`);
    }
    return number;
  }

  private captions(number: number | undefined): string[] {
    const { captions, classes } = this.layout;
    const suffix = captions.find((name) => this.members.has(name)) ?? '';
    if (suffix === '' && classes && number !== undefined) return [captionOfClass(classes, classes.classes[number]!)];
    const bytes = this.member(this.layout.captions, 'caption');
    const text = textOf(bytes);
    return soundCaptions(/json$/.test(suffix) ? textsInJson(text, this.layout.captionField) : [text]);
  }

  private member(suffixes: readonly string[], what: string): Buffer {
    const suffix = suffixes.find((name) => this.members.has(name));
    if (suffix === undefined) throw new CorruptError(`has no ${what} (.${suffixes.join(', .')})`);
    return this.members.get(suffix)!;
  }
}

/** A text or a list with texts in a field. Throws CorruptError where there is no such text. */
function textsInJson(json: string, field: string): unknown[] {
  const texts = [fieldsOf(parsed(json))[field]].flat();
  if (texts.some((text) => typeof text === 'string')) return texts;
  throw new CorruptError(`its JSON has no text "${field}"`);
}

function parsed(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    throw new CorruptError('its .json is not valid JSON');
  }
}
