import { type RawImage, sha256 } from '@alignclip/core';

/** Duplicate images, within a split and across splits. */
export interface SameImages {
  /** Number of images equal to an earlier one of their split, by split. */
  readonly within: Readonly<Record<string, number>>;
  /** Number of images of a split that are also in an earlier split, by the names of both. */
  readonly across: Readonly<Record<string, number>>;
  readonly first: readonly (readonly [string, string])[];
}

const maxNamed = 5;

/** Finds duplicates by 64 bits of a hash of each image. */
export class ImageIndex {
  /** Split and id of the first image of each hash. */
  private readonly known = new Map<string, readonly [split: string, id: string]>();
  private readonly within = new Map<string, number>();
  private readonly across = new Map<string, number>();
  private readonly first: (readonly [string, string])[] = [];

  add(split: string, id: string, image: Uint8Array | RawImage): void {
    const key = hashOf(image);
    const earlier = this.known.get(key);
    if (earlier === undefined) {
      this.known.set(key, [split, id]);
      return;
    }
    const [other, otherId] = earlier;
    if (other === split) count(this.within, split);
    else count(this.across, `${other} and ${split}`);
    if (this.first.length < maxNamed) this.first.push([`${other}: ${otherId}`, `${split}: ${id}`]);
  }

  get report(): SameImages {
    return {
      within: Object.fromEntries(this.within),
      across: Object.fromEntries(this.across),
      first: [...this.first],
    };
  }
}

const count = (counts: Map<string, number>, name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);

function hashOf(image: Uint8Array | RawImage): string {
  if (image instanceof Uint8Array) return sha256(image).slice(0, 16);
  const { width, height, mode, data, palette } = image;
  return sha256(`${width} ${height} ${mode} ${sha256(data)} ${palette ? sha256(palette) : ''}`).slice(0, 16);
}
