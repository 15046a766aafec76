import type { Example, RawImage, Random } from '@alignclip/core';

/** An example whose image is still as its source stores it. */
export interface StoredExample extends Omit<Example, 'image'> {
  /** Bytes that it keeps in memory until it is drawn. */
  readonly held: number;
  /** The image's file, or its pixels where the source stores those. Throws DamageError where it can't be had. */
  load(): Promise<Uint8Array | RawImage>;
}

/** What is there but can't be read. */
export interface Damage {
  /** Where: the file and the member, row or line in it. */
  readonly damaged: string;
  readonly reason: string;
  /** The rest of its part is lost with it. */
  readonly endsPart?: boolean;
}

export type StoredItem = StoredExample | Damage;

export const isDamage = <T extends object>(item: T | Damage): item is Damage => 'damaged' in item;

/** Thrown where one example can't be read; the rest of the data can. */
export class DamageError extends Error {
  override readonly name = 'DamageError';
}

/** A piece of a split that is read from its start: a shard, a table, a list of files. */
export interface Part {
  readonly name: string;
  /** Items in it, where that is known ahead. */
  readonly count?: number;
  /** Its items from number `from` on, in an order that is the same at every reading. Damage counts as an item. */
  read(from: number): AsyncIterable<StoredItem>;
  /** The same items in a random order; absent where only reading all of it could tell them. */
  shuffled?(random: Random): Part;
}
