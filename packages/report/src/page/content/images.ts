import type { RunRecord } from '@alignclip/core';

export interface ImageSource {
  /** A record whose data set it is. */
  readonly record: RunRecord;
  readonly split: string;
  /** Index of each image that is wanted, by id of its example. */
  readonly wanted: Map<string, number>;
}

/** Which images the page shows: asked for while it is put together, read once at the end. */
export class Images {
  private readonly bySource = new Map<string, ImageSource>();
  private count = 0;

  /** The index that the image will have. */
  ask(record: RunRecord, split: string, id: string): number {
    const key = JSON.stringify([record.config['dataset'], split]);
    const source = this.bySource.get(key) ?? { record, split, wanted: new Map<string, number>() };
    this.bySource.set(key, source);
    const index = source.wanted.get(id) ?? this.count++;
    source.wanted.set(id, index);
    return index;
  }

  get sources(): readonly ImageSource[] {
    return [...this.bySource.values()];
  }

  get size(): number {
    return this.count;
  }
}
