import type { RunRecord } from '@alignclip/core';

export interface PictureSource {
  /** A record whose data set it is. */
  readonly record: RunRecord;
  readonly split: string;
  /** Index of each picture that is wanted, by id of its example. */
  readonly wanted: Map<string, number>;
}

/** Which pictures the page shows: asked for while it is put together, read once at the end. */
export class Pictures {
  private readonly bySource = new Map<string, PictureSource>();
  private count = 0;

  /** The index that the picture will have. */
  ask(record: RunRecord, split: string, id: string): number {
    const key = JSON.stringify([record.config['dataset'], split]);
    const source = this.bySource.get(key) ?? { record, split, wanted: new Map<string, number>() };
    this.bySource.set(key, source);
    const index = source.wanted.get(id) ?? this.count++;
    source.wanted.set(id, index);
    return index;
  }

  get sources(): readonly PictureSource[] {
    return [...this.bySource.values()];
  }

  get size(): number {
    return this.count;
  }
}
