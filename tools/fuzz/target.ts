import type { Random } from '@alignclip/core';
import { chosen, happens } from './inputs/draw';
import { mutateBytes } from './inputs/mutate-bytes';

/** Something that reads what it did not write. */
export interface Target {
  readonly name: string;
  /** Name of the file that has the input, below a folder that is the target's own. */
  readonly file: string;
  /** How often it is chosen; default 1. */
  readonly weight?: number;
  /** An input; equal streams give equal inputs. */
  make(random: Random): Uint8Array | Promise<Uint8Array>;
  /** Puts what stands beside the input into the folder. */
  prepare?(folder: string): unknown;
  /** Reads the input. Every error but those of the house is a finding; so is an `Unclean`. */
  read(path: string, input: Uint8Array): unknown;
  /** The reading may change files in the folder. */
  readonly writes?: boolean;
  /** Its file stays open. */
  readonly keepsOpen?: boolean;
  /** Limits of one reading; defaults: 400 MB, 5 s of processor time. */
  readonly megabytes?: number;
  readonly seconds?: number;
}

/** Thrown by a target: what was read is not as promised. */
export class Unclean extends Error {
  override readonly name = 'Unclean';
}

/** Throws Unclean with the words unless the condition holds. */
export function assure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Unclean(what);
}

type Making = Target['make'];

export interface Mutations {
  /** Makes checksums and lengths right again; done to half of the inputs. */
  readonly seal?: (bytes: Buffer) => Uint8Array;
  /** Other ways to make an input, as often as mutation. */
  readonly others?: readonly Making[];
}

type Sound = readonly (Uint8Array | Promise<Uint8Array>)[];

const allOf = async (sound: Sound | Promise<Sound>): Promise<Uint8Array[]> =>
  Promise.all((await sound).map(async (one) => one));

/** Inputs by mutation of sound ones, which are made once. */
export function mutationsOf(sound: () => Sound | Promise<Sound>, { seal, others = [] }: Mutations = {}): Making {
  let made: Promise<readonly Uint8Array[]> | undefined;
  return async (random) => {
    const seeds = await (made ??= allOf(sound()));
    const other = random.integer(others.length + 1);
    if (other > 0) return others[other - 1]!(random);
    if (happens(random, 0.02)) return chosen(random, seeds);
    const mutated = mutateBytes(random, chosen(random, seeds), seeds);
    return seal !== undefined && happens(random, 0.5) ? seal(mutated) : mutated;
  };
}
